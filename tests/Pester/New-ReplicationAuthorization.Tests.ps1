BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'New-ReplicationAuthorization' {
    BeforeAll { $lab = New-Lab; $replicas = (New-Item -ItemType Directory (Join-Path $lab.Root 'replicas')).FullName }
    AfterAll { Remove-Lab $lab }

    It 'HVR-32 lets hosts, domains and administrators in' {
        (New-ReplicationAuthorization HV1.contoso.com $replicas contoso).AllowedPrimaryServer | Should -Be 'hv1.contoso.com'
        ('*.fabrikam.com' | New-ReplicationAuthorization -ReplicaStorageLocation $replicas -TrustGroup fabrikam).TrustGroup | Should -Be 'fabrikam'
        (New-ReplicationAuthorization admin.contoso.com -Administrator).Role | Should -Be 'Administrator'
        (Get-ReplicaServer).AuthorizationEntries | Should -HaveCount 3
    }

    It 'HVR-33 needs a storage location' {
        Assert-Refused { New-ReplicationAuthorization hv2.contoso.com relative contoso } 'StorageLocationRequired' 'hv2.contoso.com' 'InvalidOperation'
    }

    It 'INV-10 refuses names that say too little, and those that are there' {
        Assert-Refused { New-ReplicationAuthorization HV1 $replicas contoso } 'AuthorizationInvalid' 'HV1' 'InvalidArgument'
        Assert-Refused { New-ReplicationAuthorization 10.0.0.1 $replicas contoso } 'AuthorizationInvalid' '10.0.0.1' 'InvalidArgument'
        Assert-Refused { New-ReplicationAuthorization hv1.contoso.com $replicas other } 'DuplicateName' 'hv1.contoso.com' 'ResourceExists'
        Assert-Refused { New-ReplicationAuthorization '*.contoso.com' -Administrator } 'AuthorizationInvalid' '*.contoso.com' 'InvalidArgument'
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { New-ReplicationAuthorization hv9.contoso.com $replicas contoso -WhatIf } }

    It 'has help' { Assert-Help New-ReplicationAuthorization }
}
