BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Set-ReplicationSite' {
    BeforeAll { $lab = New-Lab -Replicated; Set-ReplicationPolicy web -RecoveryPointInterval 0 }
    AfterAll { Remove-Lab $lab }

    It 'changes settings and leaves the others' {
        $changed = Set-ReplicationSite dr -Compress -PassThru
        $changed.Settings.compression | Should -Be 'brotli'
        $changed.Place | Should -Be $lab.Dr
        (Set-ReplicationSite dr -Compress:$false -PassThru).Settings.Keys | Sort-Object | Should -Be @('hypervisor', 'path')
        (Set-ReplicationSite dr -Network 'lan=user', 'dmz=isolated' -PassThru).Settings.networks | Should -Be 'lan=user; dmz=isolated'
        Set-ReplicationSite dr -Compress | Should -BeNullOrEmpty
    }

    It 'renames, alone and with settings' {
        (Set-ReplicationSite hq berlin -PassThru).Name | Should -Be 'berlin'
        $changed = Set-ReplicationSite berlin -NewName hq -Compress -PassThru
        $changed.Name | Should -Be 'hq'
        $changed.Settings.compression | Should -Be 'brotli'
        (Get-ReplicationGroup web).SourceSite | Should -Be 'hq'
    }

    It 'takes sites from the pipeline' {
        (Get-ReplicationSite | Set-ReplicationSite -Compress -PassThru).Settings.compression | Should -Be @('brotli', 'brotli')
        (Get-ReplicationSite | ConvertTo-Json | ConvertFrom-Json | Set-ReplicationSite -Compress:$false -PassThru) | Should -HaveCount 2
    }

    It 'finds a folder that was moved, and the next replication goes on there' {
        $moved = Join-Path $lab.Root 'moved'
        Move-Item $lab.Dr $moved
        Assert-Refused { Get-ReplicationMachine -Site dr } 'SiteUnavailable' 'dr'
        Set-ReplicationSite dr -Path $moved
        Start-VMReplication web01
        @(Get-RecoveryPoint web01) | Should -HaveCount 2
        (Get-RecoveryPoint web01 -Latest | Test-RecoveryPoint).Intact | Should -BeTrue
        Move-Item $moved $lab.Dr
        Set-ReplicationSite dr -Path $lab.Dr
        @(Get-RecoveryPoint web01) | Should -HaveCount 2
    }

    It 'changes a site that another command of this session has just used' {
        Get-ReplicationMachine -Site dr | Should -BeNullOrEmpty
        $copy = Join-Path $lab.Root 'copy'
        Copy-Item -Recurse (Join-Path $lab.Dr .replica-store) $copy
        Set-ReplicationSite dr -StorePath $copy
        Start-VMReplication web01
        @(Get-RecoveryPoint -StorePath $copy).Count | Should -Be (@(Get-RecoveryPoint -StorePath (Join-Path $lab.Dr .replica-store)).Count + 1)
        Remove-Item -Recurse -Force (Join-Path $lab.Dr .replica-store)
        Copy-Item -Recurse $copy (Join-Path $lab.Dr .replica-store)
        Set-ReplicationSite dr -StorePath ''
        (Get-ReplicationSite dr).Store | Should -Be (Join-Path $lab.Dr .replica-store)
    }

    It 'changes how an account is reached, without asking it, while nothing refers to it' {
        $null = New-ReplicationSite cloud -Region eu-west-1 -Profile old
        $changed = Set-ReplicationSite cloud -Profile new -Subnet subnet-01234567 -SecurityGroup sg-01234567 -InstanceType m5.large -Bucket other -ServiceUrl https://127.0.0.1:1 -PassThru
        $changed.Settings.profile | Should -Be 'new'
        $changed.Settings.bucket | Should -Be 'other'
        (Set-ReplicationSite cloud -Profile '' -SecurityGroup @() -PassThru).Settings.Keys | Should -Not -Contain 'profile'
        (Set-ReplicationSite cloud -Region eu-west-1 -PassThru).Place | Should -Be 'eu-west-1'
    }

    It 'INV-08 rehearses with a plan and without a trace' {
        Assert-Unchanged $lab { Set-ReplicationSite hq -NewName y -Compress -WhatIf }
        $said = Invoke-Shell "Import-Module '$(Get-BuiltModulePath)'; Set-ReplicationSite hq -Compress -WhatIf" | Out-String
        $said | Should -Match 'compression: the default becomes brotli'
    }

    It 'INV-10 refuses <id>: <why>' -ForEach @(
        @{ id = 'SiteNotFound'; why = 'no such site'; target = 'nope'; category = 'ObjectNotFound'; command = { Set-ReplicationSite nope -Compress } }
        @{ id = 'DuplicateName'; why = 'the name is taken'; target = 'hq'; category = 'ResourceExists'; command = { Set-ReplicationSite hq dr } }
        @{ id = 'SiteUnavailable'; why = 'a folder that is not the site'; target = 'dr'; category = 'ResourceUnavailable'; command = { Set-ReplicationSite dr -Path (Join-Path $lab.Root 'none') } }
        @{ id = 'SiteIdentityChanged'; why = 'a store with points stays'; target = 'dr'; category = 'ResourceBusy'; command = { Set-ReplicationSite dr -StorePath (Join-Path $lab.Root 'other') } }
        @{ id = 'SiteIdentityChanged'; why = 'the machines stay'; target = 'hq'; category = 'ResourceBusy'; command = { Set-ReplicationSite hq -Path $lab.Dr } }
        @{ id = 'SiteInUse'; why = 'replicas come here'; target = 'dr'; category = 'ResourceBusy'; command = { Set-ReplicationSite dr -NoStore } }
        @{ id = 'SiteIdentityChanged'; why = 'a region is the site'; target = 'cloud'; category = 'ResourceBusy'; command = { Set-ReplicationSite cloud -Region us-east-1 } }
        @{ id = 'AwsSettingInvalid'; why = 'no such zone can be'; target = 'cloud'; category = 'InvalidArgument'; command = { Set-ReplicationSite cloud -Zone nonsense } }
        @{ id = 'OptionInvalid'; why = 'a setting of another kind'; target = 'hq'; category = 'InvalidArgument'; command = { Set-ReplicationSite hq -Profile dr } }
        @{ id = 'OptionInvalid'; why = 'a setting of another kind'; target = 'cloud'; category = 'InvalidArgument'; command = { Set-ReplicationSite cloud -Compress } }
    ) {
        $before = Get-ReplicationSite | ConvertTo-Json -Depth 3
        Assert-Refused $command $id $target $category
        Get-ReplicationSite | ConvertTo-Json -Depth 3 | Should -Be $before
        Test-Path (Join-Path $lab.Root 'other') | Should -BeFalse
        @(Get-RecoveryPoint web01).Count | Should -BeGreaterThan 0
    }

    It 'completes sites, regions and instance types' {
        Get-Completed 'Set-ReplicationSite h' | Should -Be 'hq'
        Get-Completed 'Set-ReplicationSite cloud -Region us-w' | Should -Be @('us-west-1', 'us-west-2')
        Get-Completed 'Set-ReplicationSite cloud -InstanceType c6g.' | Should -Contain 'c6g.xlarge'
    }

    It 'has help' { Assert-Help Set-ReplicationSite }
}
