BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Start-VMReplication' {
    BeforeEach { $lab = New-Lab -Machine web01, web02 }
    AfterEach { Remove-Lab $lab }

    It 'HVR-23 INV-01 sends the initial copy, then only what changed' {
        $job = Start-VMReplication web01 -PassThru
        $job.State | Should -Be 'Succeeded'
        $job.BytesSent | Should -Be 3MB
        (Get-ReplicatedVM web01).State | Should -Be 'Replicating'
        $disk = Join-Path $lab.Hq 'web01' 'disk0.raw'
        $content = [IO.File]::ReadAllBytes($disk); $content[1MB] = $content[1MB] -bxor 1; [IO.File]::WriteAllBytes($disk, $content)
        (Start-VMReplication web01 -PassThru).BytesSent | Should -BeLessThan 1MB
        Get-RecoveryPoint web01 -Latest | Export-RecoveryPoint -Path (Join-Path $lab.Root export)
        (Get-ChildItem (Join-Path $lab.Root export) -Recurse -File | Get-FileHash).Hash | Should -Contain (Get-FileHash $disk).Hash
    }

    It 'makes one job of the VMs of a group, and one instant' {
        $job = Get-ReplicatedVM | Start-VMReplication -PassThru
        $job | Should -HaveCount 1
        @((Get-RecoveryPoint -Group web).GroupPointId | Sort-Object -Unique) | Should -HaveCount 1
    }

    It 'takes names, groups, machines and what is left of them from the pipeline' {
        'web01' | Start-VMReplication
        Get-ReplicationGroup web | Start-VMReplication
        Get-ReplicationMachine web02 -Site hq | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Start-VMReplication
        @(Get-RecoveryPoint web01).Count + @(Get-RecoveryPoint web02).Count | Should -BeGreaterOrEqual 2
        (Get-ReplicationJob -State Succeeded) | Should -HaveCount 3
    }

    It 'HVR-24 starts at a time that is put ahead' {
        $start = [DateTimeOffset]::UtcNow.AddSeconds(2)
        $job = Start-VMReplication web01 -StartTime $start -PassThru
        $job.NotBefore.ToUnixTimeMilliseconds() | Should -Be $start.ToUnixTimeMilliseconds()
        # A timer counts milliseconds.
        ($job.StartedAt - $start).TotalMilliseconds | Should -BeGreaterThan -20
        (Get-ReplicatedVM web01).State | Should -Be 'Replicating'
    }

    It 'starts from a copy that is at the destination already, and proves it' {
        $copy = Join-Path $lab.Root 'copy.raw'
        Copy-Item (Join-Path $lab.Hq web01 disk0.raw) $copy
        $job = Start-VMReplication web01 -SeedPath @{ disk0 = $copy } -PassThru
        $job.State | Should -Be 'Succeeded'
        $job.BytesSent | Should -Be 0
        (Test-RecoveryPoint web01).Intact | Should -BeTrue
    }

    It 'sends what differs from the copy, whose path is one of the session' {
        $content = [IO.File]::ReadAllBytes((Join-Path $lab.Hq web01 disk0.raw)); $content[0] = $content[0] -bxor 1
        [IO.File]::WriteAllBytes((Join-Path $lab.Root 'old.raw'), $content)
        Push-Location $lab.Root
        try { $job = Start-VMReplication web01 -SeedPath @{ disk0 = './old.raw' } -PassThru } finally { Pop-Location }
        $job.BytesSent | Should -BeGreaterThan 0
        $job.BytesSent | Should -BeLessThan 1MB
        (Test-RecoveryPoint web01).Intact | Should -BeTrue
    }

    It 'starts from a machine of the destination' {
        $folder = New-LabMachine $lab.Dr restored
        Copy-Item (Join-Path $lab.Hq web01 disk0.raw) $folder
        $job = Start-VMReplication web01 -SeedMachine (Get-ReplicationMachine restored -Site dr).MachineId -PassThru
        $job.BytesSent | Should -Be 0
        (Test-RecoveryPoint web01).Intact | Should -BeTrue
    }

    It 'INV-08 rehearses with a plan and without a trace' {
        Assert-Unchanged $lab { Start-VMReplication web* -WhatIf }
        $plan = Start-VMReplication web01 -WhatIf -PassThru
        $plan.Steps[-1] | Should -Match 'Commit the recovery point'
        (Start-VMReplication web01 -PassThru).Plan.Steps | Should -Be $plan.Steps
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Start-VMReplication nope } }
        @{ id = 'GroupNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Start-VMReplication -Group nope } }
        @{ id = 'NoVms'; target = 'empty'; category = 'InvalidOperation'; command = { $null = New-ReplicationGroup empty hq dr; Start-VMReplication -Group empty } }
        @{ id = 'StartTimeOutOfRange'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidArgument'; command = { Start-VMReplication web01 -StartTime ([datetime]::Now.AddDays(-1)) } }
        @{ id = 'StartTimeOutOfRange'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidArgument'; command = { Start-VMReplication web01 -StartTime ([datetime]::Now.AddDays(8)) } }
        @{ id = 'SeedNeedsOneVm'; target = '-SeedMachine, -SeedPath'; category = 'InvalidOperation'; command = { Start-VMReplication web01, web02 -SeedMachine x } }
        @{ id = 'MachineNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Start-VMReplication web01 -SeedMachine nope } }
        @{ id = 'ImageNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Start-VMReplication web01 -SeedPath @{ disk0 = (Join-Path $lab.Root none.raw) } } }
        @{ id = 'DiskNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Start-VMReplication web01 -SeedPath @{ disk7 = (Join-Path $lab.Hq web02 disk0.raw) } } }
        @{ id = 'InvalidState'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidOperation'; command = { Start-VMReplication web01; Suspend-ReplicatedVM web01; Start-VMReplication web01 } }
        @{ id = 'SourceMachineNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Remove-Item -Recurse (Join-Path $lab.Hq web01); Start-VMReplication web01 } }
        @{ id = 'ImageNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Remove-Item (Join-Path $lab.Hq web01 disk0.raw); Start-VMReplication web01 } }
        @{ id = 'NoDisksToReplicate'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidOperation'; command = { Set-ReplicatedVM web01 -ExcludedDisk disk0; Start-VMReplication web01 } }
        @{ id = 'SiteUnavailable'; target = { (Get-ReplicatedVM web01 -WarningAction Ignore).VMId }; category = 'ResourceUnavailable'; command = { Rename-Item $lab.Dr (Join-Path $lab.Root away); Start-VMReplication web01 } }
        @{ id = 'StoreLocked'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ResourceBusy'; command = {
                Start-VMReplication web01
                # Another workspace that has the folder for its site and writes to it.
                $file = [IO.File]::Open((Get-ChildItem (Join-Path $lab.Dr .replica-store) -Filter *lock* -File -Force | Select-Object -First 1).FullName, 'Open', 'ReadWrite', 'None')
                try { Start-VMReplication web01 } finally { $file.Dispose() } } }
    ) { Assert-Refused $command $id $target $category }

    It 'INV-08 says in its plan where it starts from' {
        (Start-VMReplication web01 -SeedPath @{ disk0 = (Join-Path $lab.Hq web02 disk0.raw) } -WhatIf -PassThru).Steps[1] | Should -Match 'as the base'
    }

    It 'HVR-54 one VM that is refused does not keep the others from theirs' {
        Remove-Item (Join-Path $lab.Hq web01 disk0.raw)
        'nope', 'web01', 'web02' | Start-VMReplication -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].TargetObject | Should -Be 'nope'
        @(Get-RecoveryPoint web02) | Should -HaveCount 1
    }

    It 'completes VMs and groups' {
        Get-Completed 'Start-VMReplication w' | Should -Be @('web01', 'web02')
        Get-Completed 'Start-VMReplication -Group w' | Should -Be 'web'
    }

    It 'has help' { Assert-Help Start-VMReplication }
}
