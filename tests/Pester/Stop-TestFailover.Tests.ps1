BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Stop-TestFailover' {
    BeforeEach { $lab = New-Lab -Machine web01, web02 -Replicated; Start-TestFailover web01 }
    AfterEach { Remove-Lab $lab }

    It 'removes the test machine and its disks' {
        (Stop-TestFailover web01 -PassThru).State | Should -Be 'Succeeded'
        (Get-ReplicatedVM web01).TestMachineId | Should -BeNullOrEmpty
        Get-ReplicationMachine -Site dr | Should -BeNullOrEmpty
        (Test-RecoveryPoint web01).Intact | Should -BeTrue
    }

    It 'takes VMs and what is left of them from the pipeline' {
        Start-TestFailover web02
        Get-ReplicatedVM web01 | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Stop-TestFailover
        Get-ReplicatedVM | Where-Object TestMachineId | Stop-TestFailover
        Get-ReplicatedVM | Where-Object TestMachineId | Should -BeNullOrEmpty
    }

    It 'ends the tests that jobs began' {
        Get-ReplicationJob -State Succeeded | Where-Object Verb -EQ StartTestFailover | Stop-TestFailover
        Get-ReplicationMachine -Site dr | Should -BeNullOrEmpty
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Stop-TestFailover web01 -WhatIf } }

    It 'INV-10 refuses VmNotReplicated' { Assert-Refused { Stop-TestFailover nope } 'VmNotReplicated' 'nope' 'ObjectNotFound' }

    It 'INV-07 does nothing where there is no test' {
        Stop-TestFailover web02 -ErrorAction Stop
        (Get-ReplicatedVM web01).TestMachineId | Should -Not -BeNullOrEmpty
    }

    It 'completes VMs' { Get-Completed 'Stop-TestFailover w' | Should -Be @('web01', 'web02') }

    It 'has help' { Assert-Help Stop-TestFailover }
}
