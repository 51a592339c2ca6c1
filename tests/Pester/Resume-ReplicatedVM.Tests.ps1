BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Resume-ReplicatedVM' {
    BeforeEach { $lab = New-Lab -Machine web01, web02 -Replicated }
    AfterEach { Remove-Lab $lab }

    It 'lets replication go on' {
        Suspend-ReplicatedVM web01
        (Resume-ReplicatedVM web01 -PassThru).State | Should -Be 'Succeeded'
        (Get-ReplicatedVM web01).State | Should -Be 'Replicating'
    }

    It 'resynchronises where that is wanted: what is damaged at the destination is sent again' {
        Suspend-ReplicatedVM web01
        $job = Resume-ReplicatedVM web01 -Resynchronize -PassThru
        $job.Verb | Should -Be 'Resynchronize'
        (Get-ReplicatedVM web01).State | Should -Be 'Replicating'
        (Test-RecoveryPoint web01).Intact | Should -BeTrue
    }

    It 'takes VMs from the pipeline' {
        Suspend-ReplicatedVM web*
        Get-ReplicatedVM | Where-Object State -EQ Suspended | Resume-ReplicatedVM
        (Get-ReplicatedVM).State | Should -Be @('Replicating', 'Replicating')
    }

    It 'INV-08 rehearses without a trace' {
        Suspend-ReplicatedVM web01
        Assert-Unchanged $lab { Resume-ReplicatedVM web01 -WhatIf }
        Assert-Unchanged $lab { Resume-ReplicatedVM web01 -Resynchronize -WhatIf }
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Resume-ReplicatedVM nope } }
        @{ id = 'InvalidState'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidOperation'; command = { Resume-ReplicatedVM web01 } }
        @{ id = 'SourceMachineNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = {
                Remove-Item -Recurse (Join-Path $lab.Hq web01); Resume-ReplicatedVM web01 -Resynchronize } }
    ) { Assert-Refused $command $id $target $category }

    It 'is an error that ends the script where errors do' { { Resume-ReplicatedVM web01 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidState,*' }

    It 'completes VMs' { Get-Completed 'Resume-ReplicatedVM w' | Should -Be @('web01', 'web02') }

    It 'has help' { Assert-Help Resume-ReplicatedVM }
}
