BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Set-ReplicaServer' {
    BeforeAll { $lab = New-Lab; $replicas = (New-Item -ItemType Directory (Join-Path $lab.Root 'replicas')).FullName }
    AfterAll { Remove-Lab $lab }

    It 'HVR-31 changes what is given and leaves the rest, silently' {
        Set-ReplicaServer -HttpsPort 9443 -MonitoringInterval 2.00:00:00 -MaximumBytesPerSecond 6MB | Should -BeNullOrEmpty
        $server = Set-ReplicaServer -DefaultStorageLocation $replicas -ReplicationAllowedFromAnyServer $true -PassThru
        $server.HttpsPort | Should -Be 9443
        $server.MonitoringInterval | Should -Be ([timespan]'2.00:00:00')
        $server.MaximumBytesPerSecond | Should -Be 6MB
        (Get-ReplicaServer).DefaultStorageLocation | Should -Be $replicas
        (Get-ReplicaServer | Set-ReplicaServer -ReplicationAllowedFromAnyServer $false -PassThru).ReplicationAllowedFromAnyServer | Should -BeFalse
    }

    It 'HVR-07 takes ports for the nodes of a cluster, by the names that Hyper-V has for them' {
        (Set-ReplicaServer -CertificateAuthenticationPortMapping @{ node1 = 9501; node2 = 9502 } -PassThru).HttpsPortMapping['node2'] | Should -Be 9502
        Assert-Refused { Set-ReplicaServer -HttpsPortMapping @{ node1 = 9501; node2 = 9501 } } 'ReplicaServerInvalid' $null 'InvalidArgument'
        Set-ReplicaServer -HttpsPortMapping @{}
    }

    It 'HVR-15 refuses Kerberos where encryption is required' {
        Assert-Refused { Set-ReplicaServer -AllowedAuthenticationType Kerberos } 'EncryptionNeedsCertificate'
        (Set-ReplicaServer -AllowedAuthenticationType Kerberos, Certificate -RequireEncryption $false -PassThru).AllowedAuthenticationType | Should -Be 'Certificate', 'Kerberos'
        Set-ReplicaServer -AllowedAuthenticationType Certificate -RequireEncryption $true
    }

    It 'INV-10 refuses to be enabled without what it needs' {
        Assert-Refused { Set-ReplicaServer -ReplicationEnabled $true } 'CertificateMissing' $null 'InvalidArgument'
        Assert-Refused { Set-ReplicaServer $true -Certificate /none.pfx } 'TrustAnchorsRequired'
        Assert-Refused { Set-ReplicaServer -TrustAnchors ca.pem } 'ReplicaServerInvalid' $null 'InvalidArgument'
        (Get-ReplicaServer).ReplicationEnabled | Should -BeFalse
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Set-ReplicaServer -HttpsPort 9444 -WhatIf } }

    It 'has help' { Assert-Help Set-ReplicaServer }
}
