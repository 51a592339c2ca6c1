BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Start-TestFailover' {
    BeforeEach { $lab = New-Lab -Machine web01, web02 -Replicated }
    AfterEach { Remove-Lab $lab }

    It 'INV-01 makes a test machine that is equal to the source, while replication goes on' {
        $job = Start-TestFailover web01 -NoStart -PassThru
        $job.Result.machineName | Should -Be 'web01 - Test'
        Get-DiskHash $lab.Dr 'web01 - Test' | Should -Be (Get-DiskHash $lab.Hq web01)
        $vm = Get-ReplicatedVM web01
        $vm.TestMachineId | Should -Be $job.Result.machineId
        $vm.State | Should -Be 'Replicating'
        Start-VMReplication web01
    }

    It 'takes points, VMs, groups and what is left of them from the pipeline' {
        $before = Get-RecoveryPoint web01
        Set-ReplicationPolicy web -RecoveryPointInterval 0
        Set-LabDisk (Join-Path $lab.Hq web01)
        $hash = (Get-FileHash (Join-Path $lab.Hq web01 disk0.raw)).Hash
        Start-VMReplication web01
        $before | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Start-TestFailover
        Get-DiskHash $lab.Dr 'web01 - Test' | Should -Not -Be $hash
        Get-ReplicatedVM web02 | Start-TestFailover
        Get-ReplicatedVM | Where-Object TestMachineId | Should -HaveCount 2
    }

    It 'INV-08 rehearses with the plan that the run then follows' {
        Assert-Unchanged $lab { Start-TestFailover web* -WhatIf }
        $plan = Start-TestFailover web01 -WhatIf -PassThru
        $job = Start-TestFailover web01 -PassThru
        $job.Plan.Summary | Should -Be $plan.Summary
        $job.Plan.Steps | Should -Be $plan.Steps
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Start-TestFailover nope } }
        @{ id = 'RecoveryPointNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Start-TestFailover web01 -RecoveryPoint nope } }
        @{ id = 'TestFailoverInProgress'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidOperation'; command = { Start-TestFailover web01; Start-TestFailover web01 } }
        @{ id = 'TestVmNameInUse'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ResourceBusy'; command = { $null = New-LabMachine $lab.Dr 'web01 - Test'; Start-TestFailover web01 } }
        @{ id = 'InstantRecoveryNotSupported'; target = { (Get-ReplicatedVM web01).VMId }; category = 'NotImplemented'; command = { Start-TestFailover web01 -Instant } }
        @{ id = 'InvalidState'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidOperation'; command = { Start-Failover web01 -Confirm:$false; Start-TestFailover web01 } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs and the points of the VM on the line' {
        Get-Completed 'Start-TestFailover w' | Should -Be @('web01', 'web02')
        Get-Completed 'Start-TestFailover web02 -RecoveryPoint ' | Should -Be (Get-RecoveryPoint web02).RecoveryPointId
        Get-Completed 'Start-TestFailover -RecoveryPoint ' | Should -HaveCount 2
    }

    It 'has help' { Assert-Help Start-TestFailover }
}
