BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Set-ReplicationAuthorization' {
    BeforeAll {
        $lab = New-Lab
        $replicas = (New-Item -ItemType Directory (Join-Path $lab.Root 'replicas')).FullName
        $null = 'hv1.contoso.com', 'hv2.contoso.com' | ForEach-Object { New-ReplicationAuthorization $_ $replicas contoso }
    }
    AfterAll { Remove-Lab $lab }

    It 'changes group and location of one or several, silently' {
        Set-ReplicationAuthorization hv1.contoso.com -TrustGroup other | Should -BeNullOrEmpty
        (Get-ReplicationAuthorization hv1.contoso.com).TrustGroup | Should -Be 'other'
        $second = (New-Item -ItemType Directory (Join-Path $lab.Root 'second')).FullName
        (Get-ReplicationAuthorization | Set-ReplicationAuthorization -ReplicaStorageLocation $second -PassThru).ReplicaStorageLocation | Should -Be $second, $second
    }

    It 'INV-10 refuses one that is not there, and no place' {
        Assert-Refused { Set-ReplicationAuthorization nobody.contoso.com -TrustGroup x } 'AuthorizationNotFound' 'nobody.contoso.com' 'ObjectNotFound'
        Assert-Refused { Set-ReplicationAuthorization hv1.contoso.com -ReplicaStorageLocation here } 'StorageLocationRequired' 'hv1.contoso.com' 'InvalidOperation'
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Set-ReplicationAuthorization hv1.contoso.com -TrustGroup third -WhatIf } }

    It 'has help' { Assert-Help Set-ReplicationAuthorization }
}
