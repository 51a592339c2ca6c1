BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Suspend-ReplicatedVM' {
    BeforeEach { $lab = New-Lab -Machine web01, web02 -Replicated }
    AfterEach { Remove-Lab $lab }

    It 'pauses a VM, which is not replicated then' {
        (Suspend-ReplicatedVM web01 -PassThru).State | Should -Be 'Succeeded'
        (Get-ReplicatedVM web01).State | Should -Be 'Suspended'
        Assert-Refused { Start-VMReplication web01 } 'InvalidState'
        (Get-ReplicatedVM web02).State | Should -Be 'Replicating'
    }

    It 'takes VMs and groups from the pipeline' {
        Get-ReplicatedVM web01 | Suspend-ReplicatedVM
        Get-ReplicationGroup web | Suspend-ReplicatedVM -ErrorAction SilentlyContinue -ErrorVariable failure
        (Get-ReplicatedVM).State | Should -Be @('Suspended', 'Suspended')
        $failure | Should -HaveCount 1
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Suspend-ReplicatedVM web* -WhatIf } }

    It 'asks when it is told to' { Assert-Asks $lab 'Suspend-ReplicatedVM web01 -Confirm'; (Get-ReplicatedVM web01).State | Should -Be 'Replicating' }

    It 'INV-07 INV-10 refuses what is not there and what is done already' {
        Assert-Refused { Suspend-ReplicatedVM nope } 'VmNotReplicated' 'nope' 'ObjectNotFound'
        Suspend-ReplicatedVM web02
        Assert-Refused { Suspend-ReplicatedVM web02 } 'InvalidState' { (Get-ReplicatedVM web02).VMId } 'InvalidOperation'
        (Get-ReplicatedVM web02).State | Should -Be 'Suspended'
    }

    It 'completes VMs' { Get-Completed 'Suspend-ReplicatedVM w' | Should -Be @('web01', 'web02') }

    It 'has help' { Assert-Help Suspend-ReplicatedVM }
}
