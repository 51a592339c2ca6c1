BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Test-ReplicaServer' {
    BeforeAll {
        $lab = New-Lab
        $key = [Security.Cryptography.ECDsa]::Create()
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=hv1.contoso.com', $key, 'SHA256')
        $made = $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-1), [datetimeoffset]::UtcNow.AddDays(1))
        $own = Join-Path $lab.Root 'hv1.pfx'
        $trust = Join-Path $lab.Root 'ca.pem'
        [IO.File]::WriteAllBytes($own, $made.Export('Pkcs12'))
        Set-Content $trust $made.ExportCertificatePem()
        $reach = @{ ClientCertificatePath = $own; TrustPath = $trust }
    }
    AfterAll { Remove-Lab $lab }

    It 'HVR-14 names a port at which nothing listens' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $findings = Test-ReplicaServer 127.0.0.1 -Port $port @reach
        ($findings | Where-Object Blocks).ErrorId | Should -Be 'PortClosed'
        ($findings | Where-Object Status -eq Unknown).ErrorId | Should -Be 'NotAuthorized'
    }

    It 'HVR-13 names a host that is not known' {
        ('nowhere.invalid' | Test-ReplicaServer @reach | Where-Object Blocks).ErrorId | Should -Be 'HostNotResolved'
    }

    It 'INV-10 refuses files on this side that cannot be used' {
        Assert-Refused { Test-ReplicaServer 127.0.0.1 -ClientCertificatePath $trust -TrustPath $trust } 'CertificateInvalid' '127.0.0.1' 'InvalidArgument'
        Assert-Refused { Test-ReplicaServer 127.0.0.1 } 'OptionInvalid' '127.0.0.1' 'InvalidArgument'
    }

    It 'has help' { Assert-Help Test-ReplicaServer }
}
