BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1 -Force
    Import-BuiltModule
}

Describe 'Rehearsals' {
    BeforeAll { $lab = New-Lab; Start-VMReplication web01 }
    AfterAll { Remove-Lab $lab }

    It 'INV-08 <_> -WhatIf changes nothing' -ForEach @(
        'Start-VMReplication web01', 'Start-TestFailover web01', 'Start-Failover web01', 'Suspend-ReplicatedVM web01', 'New-RecoveryPoint web01',
        'Remove-ReplicatedVM web01', 'Set-ReplicatedVM web01 -ExcludedDisk disk0', 'New-ReplicationSite x /tmp/none', 'Set-ReplicationSite hq y',
        'New-ReplicationPolicy gold', 'Set-ReplicationPolicy web -RecoveryHistory 1', 'New-ReplicationGroup g hq dr', 'Set-ReplicationGroup web -Standby Keep',
        'Reset-ReplicationStatistics web01', 'Export-InitialReplication web01 /tmp/none'
    ) {
        $before = Get-LabPicture $lab
        $jobs = @(Get-ReplicationJob).Count
        $Error.Clear()
        & ([scriptblock]::Create("$_ -WhatIf -ErrorAction SilentlyContinue")) | Should -BeNullOrEmpty
        Get-LabPicture $lab | Should -Be $before
        @(Get-ReplicationJob).Count | Should -Be $jobs
    }

    It 'INV-08 the plan that is printed is the one that the run follows' {
        $plan = Start-TestFailover web01 -WhatIf -PassThru
        $job = Start-TestFailover web01 -PassThru
        $job.Plan.Summary | Should -Be $plan.Summary
        $job.Plan.Steps | Should -Be $plan.Steps
        Stop-TestFailover web01
    }
}

Describe 'Errors' {
    BeforeAll { $lab = New-Lab -Machine web01, web02 }
    AfterAll { Remove-Lab $lab }

    It 'INV-10 <command> is refused with <id>' -ForEach @(
        @{ command = 'Start-VMReplication nope'; id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound' }
        @{ command = 'Get-ReplicationSite nope'; id = 'SiteNotFound'; target = 'nope'; category = 'ObjectNotFound' }
        @{ command = 'Get-ReplicationGroup nope'; id = 'GroupNotFound'; target = 'nope'; category = 'ObjectNotFound' }
        @{ command = 'Get-ReplicationPolicy nope'; id = 'PolicyNotFound'; target = 'nope'; category = 'ObjectNotFound' }
        @{ command = 'Get-ReplicationJob nope'; id = 'JobNotFound'; target = 'nope'; category = 'ObjectNotFound' }
        @{ command = 'Get-ReplicationMachine nope -Site hq'; id = 'MachineNotFound'; target = 'nope'; category = 'ObjectNotFound' }
        @{ command = 'Remove-ReplicationSite hq'; id = 'SiteInUse'; target = 'hq'; category = 'ResourceBusy' }
        @{ command = 'Remove-ReplicationPolicy web'; id = 'PolicyInUse'; target = 'web'; category = 'ResourceBusy' }
        @{ command = 'Remove-ReplicationGroup web'; id = 'GroupNotEmpty'; target = 'web'; category = 'InvalidOperation' }
        @{ command = 'Add-ReplicatedVM web01 -Group web'; id = 'VmAlreadyReplicated'; target = 'web01'; category = 'ResourceExists' }
        @{ command = "Set-ReplicatedVM web01 -Launch @{ Nonsense = 1 }"; id = 'OptionInvalid'; target = $null; category = 'InvalidArgument' }
    ) {
        $failure = $null
        . ([scriptblock]::Create("$command -ErrorVariable failure -ErrorAction SilentlyContinue"))
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
        if ($target) { $failure[0].TargetObject | Should -Be $target }
        $failure[0].CategoryInfo.Category | Should -Be $category
    }

    It 'HVR-54 one VM that is refused does not keep the others from theirs' {
        $states = 'nope', 'web01', 'web02' | Start-VMReplication -ErrorAction SilentlyContinue -ErrorVariable failure -PassThru
        $states.State | Should -Be 'Succeeded'
        $failure | Should -HaveCount 1
        @(Get-RecoveryPoint web*) | Should -HaveCount 2
    }

    It 'a job that failed is an error of its VM' {
        Resume-ReplicatedVM web01 -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidState,*'
        $failure[0].TargetObject | Should -Be (Get-ReplicatedVM web01).VMId
        { Resume-ReplicatedVM web01 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidState,*'
    }

    It 'INV-07 repeating a command that is done is harmless' {
        Suspend-ReplicatedVM web02
        Suspend-ReplicatedVM web02 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidState,*'
        (Get-ReplicatedVM web02).State | Should -Be 'Suspended'
        Resume-ReplicatedVM web02
    }
}

Describe 'Points' {
    BeforeAll {
        $lab = New-Lab
        Set-ReplicationPolicy web -RecoveryPointInterval 0
        $first = New-RecoveryPoint web01 -Pin
        $second = New-RecoveryPoint web01
        $third = New-RecoveryPoint web01
    }
    AfterAll { Remove-Lab $lab }

    It 'are listed oldest first, and the newest alone' {
        (Get-RecoveryPoint web01).RecoveryPointId | Should -Be @($first.RecoveryPointId, $second.RecoveryPointId, $third.RecoveryPointId)
        (Get-RecoveryPoint web01 -Latest).RecoveryPointId | Should -Be $third.RecoveryPointId
        (Get-RecoveryPoint -StorePath (Join-Path $lab.Dr .replica-store)) | Should -HaveCount 3
    }

    It 'have a snapshot per disk' {
        $snapshot = $second | Get-ReplicationSnapshot
        $snapshot.SnapshotId | Should -Be $second.Disks[0].SnapshotId
        $snapshot.State | Should -Be 'Completed'
    }

    It 'are removed when nothing needs them' {
        $first | Remove-RecoveryPoint -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'RecoveryPointPinned,*'
        $third | Remove-RecoveryPoint -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'RecoveryPointInUse,*'
        $second | Remove-RecoveryPoint -Confirm:$false
        $first | Remove-RecoveryPoint -Confirm:$false -Force
        (Get-RecoveryPoint web01).RecoveryPointId | Should -Be $third.RecoveryPointId
    }
}

Describe 'Binding after a trip' {
    BeforeAll { $lab = New-Lab; Start-VMReplication web01 }
    AfterAll { Remove-Lab $lab }

    It 'through JSON' {
        $point = Get-RecoveryPoint web01 -Latest | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        ($point | Test-RecoveryPoint).Intact | Should -BeTrue
    }

    It 'through another thread' {
        $vm = Start-ThreadJob { param($module, $folder) Import-Module $module; Get-ReplicatedVM web01 -Workspace $folder } -ArgumentList (Get-BuiltModulePath), $lab.Workspace |
            Receive-Job -Wait -AutoRemoveJob
        ($vm | Measure-ReplicatedVM).Name | Should -Be 'web01'
    }

    It 'pipes <from> into <to>' -ForEach @(
        @{ from = 'Get-ReplicationSite hq'; to = 'Get-ReplicationMachine'; name = 'web01' }
        @{ from = 'Get-ReplicationSite hq'; to = 'Test-ReplicationSite'; name = 'hq' }
        @{ from = 'Get-ReplicationGroup web'; to = 'Get-ReplicatedVM'; name = 'web01' }
        @{ from = 'Get-ReplicationGroup web'; to = 'Measure-ReplicatedVM'; name = 'web01' }
        @{ from = 'Get-ReplicatedVM web01'; to = 'Get-ReplicatedVM'; name = 'web01' }
        @{ from = 'Get-RecoveryPoint web01'; to = 'Get-ReplicatedVM'; name = 'web01' }
        @{ from = 'Get-ReplicationJob -TargetName web*'; to = 'Get-ReplicatedVM'; name = 'web01' }
        @{ from = 'Get-ReplicationMachine -Site hq'; to = 'Measure-ReplicatedVM'; name = 'web01' }
        @{ from = 'Get-ReplicationPolicy web'; to = 'Get-ReplicationPolicy'; name = 'web' }
    ) {
        $found = & ([scriptblock]::Create("$from | $to -ErrorAction Stop"))
        @($found.Name | Sort-Object -Unique) | Should -Be $name
    }

    It 'through serialization' {
        $vm = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-ReplicatedVM web01)))
        ($vm | Measure-ReplicatedVM).Name | Should -Be 'web01'
    }
}
