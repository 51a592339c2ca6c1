BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Remove-ReplicatedVM' {
    BeforeEach { $lab = New-Lab -Machine web01, web02 -Replicated }
    AfterEach { Remove-Lab $lab }

    It 'forgets a VM and leaves its recovery points and its machine' {
        (Remove-ReplicatedVM web01 -Confirm:$false -PassThru).State | Should -Be 'Succeeded'
        (Get-ReplicatedVM).Name | Should -Be 'web02'
        (Get-RecoveryPoint -StorePath (Join-Path $lab.Dr .replica-store)).VMName | Sort-Object | Should -Be @('web01', 'web02')
        Get-ReplicationMachine web01 -Site hq | Should -HaveCount 1
    }

    It 'deletes the recovery points where it is told to, pinned ones as well' {
        Get-RecoveryPoint web01 | Set-ReplicatedVM -Pin
        Remove-ReplicatedVM web01 -DeleteRecoveryPoint -Force -Confirm:$false
        (Get-RecoveryPoint -StorePath (Join-Path $lab.Dr .replica-store)).VMName | Should -Be 'web02'
    }

    It 'removes a test machine with the VM' {
        Start-TestFailover web01
        Remove-ReplicatedVM web01 -Confirm:$false
        Get-ReplicationMachine -Site dr | Should -BeNullOrEmpty
    }

    It 'takes VMs, groups and what is left of them from the pipeline' {
        Get-ReplicatedVM web01 | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Remove-ReplicatedVM -Confirm:$false
        Get-ReplicationGroup web | Remove-ReplicatedVM -Confirm:$false
        Get-ReplicatedVM | Should -BeNullOrEmpty
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Remove-ReplicatedVM web01, web02 -DeleteRecoveryPoint -WhatIf } }

    It '<command> does nothing where nobody can be asked' -ForEach @(
        @{ command = 'Remove-ReplicatedVM web01' }
        @{ command = 'Remove-ReplicatedVM web01 -DeleteRecoveryPoint -Confirm:$false' }
    ) {
        Assert-Asks $lab $command
        (Get-ReplicatedVM).Name | Should -HaveCount 2
        @(Get-RecoveryPoint web01) | Should -HaveCount 1
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Remove-ReplicatedVM nope -Confirm:$false } }
        @{ id = 'GroupNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Remove-ReplicatedVM -Group nope -Confirm:$false } }
        @{ id = 'InvalidState'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidOperation'; command = { Start-Failover web01 -Confirm:$false; Remove-ReplicatedVM web01 -Confirm:$false } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs and groups' {
        Get-Completed 'Remove-ReplicatedVM w' | Should -Be @('web01', 'web02')
        Get-Completed 'Remove-ReplicatedVM -Group w' | Should -Be 'web'
    }

    It 'has help' { Assert-Help Remove-ReplicatedVM }
}
