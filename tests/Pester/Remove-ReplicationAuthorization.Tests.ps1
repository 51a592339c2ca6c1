BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Remove-ReplicationAuthorization' {
    BeforeAll {
        $lab = New-Lab
        $replicas = (New-Item -ItemType Directory (Join-Path $lab.Root 'replicas')).FullName
        $null = 'hv1.contoso.com', 'hv2.contoso.com', 'hv1.fabrikam.com', 'hv2.fabrikam.com' | ForEach-Object { New-ReplicationAuthorization $_ $replicas ($_ -split '\.')[1] }
    }
    AfterAll { Remove-Lab $lab }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Remove-ReplicationAuthorization -TrustGroup contoso -WhatIf } }

    It 'removes by name, by object and by group' {
        Remove-ReplicationAuthorization hv1.contoso.com | Should -BeNullOrEmpty
        Get-ReplicationAuthorization hv2.contoso.com | Remove-ReplicationAuthorization
        (Get-ReplicationAuthorization).TrustGroup | Should -Be 'fabrikam', 'fabrikam'
        Remove-ReplicationAuthorization -TrustGroup Fabrikam
        Get-ReplicationAuthorization | Should -BeNullOrEmpty
    }

    It 'INV-10 refuses one that is not there' {
        Assert-Refused { Remove-ReplicationAuthorization nobody.contoso.com } 'AuthorizationNotFound' 'nobody.contoso.com' 'ObjectNotFound'
    }

    It 'has help' { Assert-Help Remove-ReplicationAuthorization }
}
