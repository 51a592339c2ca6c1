BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'New-ReplicationSite' {
    BeforeAll { $lab = New-Lab }
    AfterAll { Remove-Lab $lab }

    It 'adds a folder, which it makes' {
        $folder = Join-Path $lab.Root 'branch'
        $site = New-ReplicationSite branch $folder
        $site.Kind | Should -Be 'Local'
        $site.Place | Should -Be $folder
        $site.Store | Should -Be (Join-Path $folder .replica-store)
        Test-Path $folder | Should -BeTrue
        (Get-ReplicationSite branch).SiteId | Should -Be $site.SiteId
    }

    It 'takes paths of the session, and a store elsewhere' {
        Push-Location $lab.Root
        try { $site = New-ReplicationSite here ./here -StorePath ./stores/here -Compress }
        finally { Pop-Location }
        $site.Place | Should -Be (Join-Path $lab.Root 'here')
        $site.Store | Should -Be (Join-Path $lab.Root 'stores' 'here')
        $site.Settings.compression | Should -Be 'brotli'
    }

    It 'adds one that accepts no replicas' {
        (New-ReplicationSite source (Join-Path $lab.Root 'source') -NoStore).Store | Should -Be 'none'
        Assert-Refused { New-ReplicationGroup back hq source } 'ReplicaServerDisabled' 'back'
    }

    It 'refuses a server without a key, and one that does not answer' {
        Assert-Refused { New-ReplicationSite dr -Url http://127.0.0.1:1 } 'RemoteCredentialsMissing' 'dr'
        $key = Join-Path $lab.Root 'key.json'
        '{"keys":[{"accessKeyId":"AK","secretAccessKey":"secret"}]}' | Set-Content $key
        if (-not $IsWindows) { chmod 600 $key }
        Assert-Refused { New-ReplicationSite dr -Url ftp://127.0.0.1 -KeyFile $key } 'RemoteUrlInvalid' 'dr'
    }

    It 'adds an account and region, without asking them anything' {
        $site = New-ReplicationSite cloud -Region eu-west-1 -Zone eu-west-1a -Subnet subnet-0123456789abcdef0 -SecurityGroup sg-01234567, sg-89abcdef -InstanceType m5.large `
            -VolumeType gp3 -Encrypt -LicencesProvided -Account 123456789012 -Profile dr -Bucket manifests -Prefix dr/ -ServiceUrl https://127.0.0.1:1 -Proxy http://127.0.0.1:2
        $site.Kind | Should -Be 'Aws'
        $site.Place | Should -Be 'eu-west-1'
        $site.Store | Should -BeNullOrEmpty
        $site.Settings.securityGroups | Should -Be 'sg-01234567,sg-89abcdef'
        $site.Settings.encrypt | Should -Be 'on'
        $site.Settings.licences | Should -Be 'provided'
        $site.Settings.Count | Should -Be 14
    }

    It 'splats what comes from a file of settings' {
        $given = "Name,Path`nparis,$($lab.Root)/paris`nlyon,$($lab.Root)/lyon" | ConvertFrom-Csv
        $sites = $given | ForEach-Object { $line = @{ Name = $_.Name; Path = $_.Path }; New-ReplicationSite @line }
        $sites.Name | Should -Be @('paris', 'lyon')
    }

    It 'INV-08 rehearses without a trace' {
        Assert-Unchanged $lab { New-ReplicationSite x (Join-Path $lab.Root 'x') -WhatIf }
        Test-Path (Join-Path $lab.Root 'x') | Should -BeFalse
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'DuplicateName'; category = 'ResourceExists'; target = 'hq'; command = { New-ReplicationSite hq (Join-Path $lab.Root 'again') } }
        @{ id = 'AwsSettingInvalid'; category = 'InvalidArgument'; target = 'a'; command = { New-ReplicationSite a -Region eu-west-1 -Zone nonsense } }
        @{ id = 'AwsSettingInvalid'; category = 'InvalidArgument'; target = 'a'; command = { New-ReplicationSite a -Region atlantis } }
        @{ id = 'AwsSettingInvalid'; category = 'InvalidArgument'; target = 'a'; command = { New-ReplicationSite a -Region eu-west-1 -VolumeType io2 } }
        @{ id = 'SecretInSettings'; category = 'InvalidOperation'; target = 'a'; command = { New-ReplicationSite a -Region eu-west-1 -ServiceUrl 'http://user:tellnobody@host' } }
    ) {
        Assert-Refused $command $id $target $category
        Get-Refusal $command | Out-String | Should -Not -Match 'tellnobody'
        @(Get-ReplicationSite a*) | Should -HaveCount 0
    }

    It 'completes regions and instance types' {
        Get-Completed 'New-ReplicationSite a -Region eu-w' | Should -Be @('eu-west-1', 'eu-west-2', 'eu-west-3')
        Get-Completed 'New-ReplicationSite a -Region eu-west-1 -InstanceType t4g.' | Should -Be @('t4g.large', 't4g.medium', 't4g.micro', 't4g.small')
    }

    It 'has help' { Assert-Help New-ReplicationSite }
}
