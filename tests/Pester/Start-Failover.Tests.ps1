BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Start-Failover' {
    BeforeEach { $lab = New-Lab -Machine web01, web02 -Replicated }
    AfterEach { Remove-Lab $lab }

    It 'HVR-53 INV-01 makes the replica from the newest point or from a named one' {
        $old = Get-RecoveryPoint web01
        $oldHash = Get-DiskHash $lab.Hq web01
        Set-ReplicationPolicy web -RecoveryPointInterval 0
        Set-LabDisk (Join-Path $lab.Hq web01)
        Start-VMReplication web01
        (Start-Failover web01 -NoStart -Confirm:$false -PassThru).State | Should -Be 'Succeeded'
        (Get-ReplicatedVM web01).State | Should -Be 'FailedOverWaitingCompletion'
        Get-DiskHash $lab.Dr web01 | Should -Be (Get-DiskHash $lab.Hq web01)
        $old | Start-Failover -Confirm:$false
        Get-DiskHash $lab.Dr web01 | Should -Be $oldHash
    }

    It 'HVR-48 planned: loses nothing and turns the direction round, or not' {
        Set-LabDisk (Join-Path $lab.Hq web01)
        $jobs = Start-Failover web01 -Planned -Confirm:$false -PassThru
        $jobs.Verb | Should -Be @('PlannedFailover', 'Reverse')
        (Get-ReplicatedVM web01).Direction | Should -Be 'Reverse'
        Get-DiskHash $lab.Dr web01 | Should -Be (Get-DiskHash $lab.Hq web01)
        Start-Failover web02 -Planned -NoReverse -Confirm:$false
        (Get-ReplicatedVM web02).State | Should -Be 'FailedOverWaitingCompletion'
    }

    It 'takes VMs, groups and what is left of points from the pipeline' {
        Get-RecoveryPoint web01 -Latest | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Start-Failover -Confirm:$false
        Get-ReplicatedVM web02 | Start-Failover -Confirm:$false
        (Get-ReplicatedVM).State | Should -Be @('FailedOverWaitingCompletion', 'FailedOverWaitingCompletion')
    }

    It 'INV-08 rehearses with a plan and without a trace' {
        Assert-Unchanged $lab { Start-Failover web* -WhatIf }
        Assert-Unchanged $lab { Start-Failover web01 -Planned -WhatIf }
        (Start-Failover web01 -WhatIf -PassThru).Steps | Should -Not -BeNullOrEmpty
    }

    It 'does nothing where nobody can be asked' { Assert-Asks $lab 'Start-Failover web01' }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Start-Failover nope -Confirm:$false } }
        @{ id = 'GroupNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Start-Failover -Group nope -Confirm:$false } }
        @{ id = 'RecoveryPointNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Start-Failover web01 -RecoveryPoint nope -Confirm:$false } }
        @{ id = 'ReplicaVmNameInUse'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ResourceBusy'; command = { $null = New-LabMachine $lab.Dr web01; Start-Failover web01 -Confirm:$false } }
        @{ id = 'InstantRecoveryNotSupported'; target = { (Get-ReplicatedVM web01).VMId }; category = 'NotImplemented'; command = { Start-Failover web01 -Instant -Confirm:$false } }
        @{ id = 'InvalidState'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidOperation'; command = { Start-Failover web01 -Confirm:$false; Complete-Failover web01 -Confirm:$false; Start-Failover web01 -Confirm:$false } }
        @{ id = 'TestFailoverInProgress'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidOperation'; command = { Start-TestFailover web01; Start-Failover web01 -Planned -Confirm:$false } }
        @{ id = 'SourceMachineNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Remove-Item -Recurse (Join-Path $lab.Hq web01); Start-Failover web01 -Planned -Confirm:$false } }
        @{ id = 'WrongDirection'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidOperation'; command = { Start-Failover web01 -Planned -Confirm:$false; Start-Failover web01 -Confirm:$false } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs and points' {
        Get-Completed 'Start-Failover w' | Should -Be @('web01', 'web02')
        Get-Completed 'Start-Failover web01 -RecoveryPoint ' | Should -Be (Get-RecoveryPoint web01).RecoveryPointId
    }

    It 'has help' { Assert-Help Start-Failover }
}
