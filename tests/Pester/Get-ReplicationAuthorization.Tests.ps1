BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Get-ReplicationAuthorization' {
    BeforeAll {
        $lab = New-Lab
        $replicas = (New-Item -ItemType Directory (Join-Path $lab.Root 'replicas')).FullName
        $null = 'hv1.contoso.com', '*.contoso.com', 'hv1.fabrikam.com' | ForEach-Object { New-ReplicationAuthorization $_ $replicas ($_ -split '\.')[1] }
    }
    AfterAll { Remove-Lab $lab }

    It 'lists all, those of a pattern, of a group, and one by the name that was allowed' {
        Get-ReplicationAuthorization | Should -HaveCount 3
        (Get-ReplicationAuthorization hv1*).AllowedPrimaryServer | Should -Be 'hv1.contoso.com', 'hv1.fabrikam.com'
        (Get-ReplicationAuthorization '*.contoso.com').AllowedPrimaryServer | Should -Be '*.contoso.com'
        (Get-ReplicationAuthorization -TrustGroup FABRIKAM).AllowedPrimaryServer | Should -Be 'hv1.fabrikam.com'
        (Get-ReplicationAuthorization hv1.contoso.com | ConvertTo-Json | ConvertFrom-Json | Get-ReplicationAuthorization).TrustGroup | Should -Be 'contoso'
    }

    It 'INV-10 refuses one that is not there and goes on' {
        Assert-Refused { Get-ReplicationAuthorization nobody.contoso.com } 'AuthorizationNotFound' 'nobody.contoso.com' 'ObjectNotFound'
        ('nobody.contoso.com', 'hv1.contoso.com' | Get-ReplicationAuthorization -ErrorAction SilentlyContinue) | Should -HaveCount 1
    }

    It 'has help' { Assert-Help Get-ReplicationAuthorization }
}
