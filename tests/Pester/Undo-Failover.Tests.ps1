BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Undo-Failover' {
    BeforeEach { $lab = New-Lab -Machine web01, web02 -Replicated; Start-Failover web01 -Confirm:$false }
    AfterEach { Remove-Lab $lab }

    It 'takes a failover back, and replication goes on' {
        (Undo-Failover web01 -Force -Confirm:$false -PassThru).State | Should -Be 'Succeeded'
        (Get-ReplicatedVM web01).State | Should -Be 'Replicating'
        Get-ReplicationMachine -Site dr | Should -BeNullOrEmpty
        Start-VMReplication web01
        (Test-RecoveryPoint web01).Intact | Should -BeTrue
    }

    It 'takes VMs and what is left of them from the pipeline' {
        Start-Failover web02 -Confirm:$false
        Get-ReplicatedVM web01 | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Undo-Failover -Force -Confirm:$false
        Get-ReplicatedVM web02 | Undo-Failover -Force -Confirm:$false
        (Get-ReplicatedVM).State | Should -Be @('Replicating', 'Replicating')
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Undo-Failover web01 -WhatIf } }

    It 'does nothing where nobody can be asked: <_>' -ForEach 'Undo-Failover web01', 'Undo-Failover web01 -Force', 'Undo-Failover web01 -Confirm:$false' { Assert-Asks $lab $_ }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Undo-Failover nope -Force -Confirm:$false } }
        @{ id = 'InvalidState'; target = { (Get-ReplicatedVM web02).VMId }; category = 'InvalidOperation'; command = { Undo-Failover web02 -Force -Confirm:$false } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs' { Get-Completed 'Undo-Failover w' | Should -Be @('web01', 'web02') }

    It 'has help' { Assert-Help Undo-Failover }
}
