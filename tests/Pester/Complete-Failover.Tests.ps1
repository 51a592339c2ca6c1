BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Complete-Failover' {
    BeforeEach { $lab = New-Lab -Machine web01, web02 -Replicated; Start-Failover web01 -Confirm:$false }
    AfterEach { Remove-Lab $lab }

    It 'makes a failover final' {
        (Complete-Failover web01 -Confirm:$false -PassThru).State | Should -Be 'Succeeded'
        (Get-ReplicatedVM web01).State | Should -Be 'FailedOver'
        Get-ReplicationMachine web01 -Site dr | Should -HaveCount 1
    }

    It 'takes VMs and what is left of them from the pipeline' {
        Start-Failover web02 -Confirm:$false
        Get-ReplicatedVM web01 | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Complete-Failover -Confirm:$false
        Get-ReplicatedVM web02 | Complete-Failover -Confirm:$false
        (Get-ReplicatedVM).State | Should -Be @('FailedOver', 'FailedOver')
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Complete-Failover web01 -WhatIf } }

    It 'does nothing where nobody can be asked' { Assert-Asks $lab 'Complete-Failover web01' }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Complete-Failover nope -Confirm:$false } }
        @{ id = 'InvalidState'; target = { (Get-ReplicatedVM web02).VMId }; category = 'InvalidOperation'; command = { Complete-Failover web02 -Confirm:$false } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs' { Get-Completed 'Complete-Failover w' | Should -Be @('web01', 'web02') }

    It 'has help' { Assert-Help Complete-Failover }
}
