BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Get-ReplicaServer' {
    BeforeAll { $lab = New-Lab }
    AfterAll { Remove-Lab $lab }

    It 'HVR-19 shows one that accepts nothing until somebody says otherwise' {
        $server = Get-ReplicaServer
        $server.ReplicationEnabled | Should -BeFalse
        $server.RequireEncryption | Should -BeTrue
        $server.ReplicationAllowedFromAnyServer | Should -BeFalse
        $server.AllowedAuthenticationType | Should -Be 'Certificate'
        $server.AuthorizationEntries | Should -HaveCount 0
        ($server | Get-ReplicaServer).HostName | Should -Be $server.HostName
    }

    It 'INV-10 asks for what another server is reached by, and says when a file is not there' {
        Assert-Refused { Get-ReplicaServer replica.contoso.com } 'OptionInvalid' 'replica.contoso.com' 'InvalidArgument'
        Assert-Refused { Get-ReplicaServer replica.contoso.com -ClientCertificatePath ./none.pfx -TrustPath ./none.pem } 'CertificateInvalid' 'replica.contoso.com' 'InvalidArgument'
    }

    It 'has help' { Assert-Help Get-ReplicaServer }
}
