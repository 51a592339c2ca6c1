BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Get-ReplicationJob' {
    BeforeAll { $lab = New-Lab -Machine web01, web02 -Replicated; Suspend-ReplicatedVM web01; Suspend-ReplicatedVM web01 -ErrorAction SilentlyContinue }
    AfterAll { Remove-Lab $lab }

    It 'lists jobs newest first, of a state, of a target, one by id' {
        (Get-ReplicationJob).Verb | Should -Be @('Suspend', 'Suspend', 'Replicate')
        $failed = Get-ReplicationJob -State Failed
        $failed.ErrorId | Should -Be 'InvalidState'
        $failed.Error | Should -Not -BeNullOrEmpty
        $failed.State | Should -BeOfType string
        @(Get-ReplicationJob -TargetName web0*) | Should -HaveCount 2
        @(Get-ReplicationJob -State Succeeded, Failed) | Should -HaveCount 3
        (Get-ReplicationJob $failed.JobId).JobId | Should -Be $failed.JobId
        (Get-ReplicationJob -State Succeeded)[-1].Plan.Steps | Should -Not -BeNullOrEmpty
    }

    It 'takes ids, jobs and what is left of them from the pipeline, and flows on' {
        @(Get-ReplicationJob | Get-ReplicationJob) | Should -HaveCount 3
        $job = Get-ReplicationJob -State Failed
        ($job | ConvertTo-Json -Depth 5 | ConvertFrom-Json | Get-ReplicationJob).JobId | Should -Be $job.JobId
        ($job.JobId | Get-ReplicationJob).JobId | Should -Be $job.JobId
        ($job | Get-ReplicatedVM).Name | Should -Be 'web01'
    }

    It 'changes nothing' { $before = Get-LabPicture $lab; $null = Get-ReplicationJob; Get-LabPicture $lab | Should -Be $before }

    It 'INV-10 refuses JobNotFound' { Assert-Refused { Get-ReplicationJob nope } 'JobNotFound' 'nope' 'ObjectNotFound' }

    It 'completes jobs, states and targets' {
        Get-Completed 'Get-ReplicationJob ' | Should -Be ((Get-ReplicationJob).JobId | Sort-Object)
        Get-Completed 'Get-ReplicationJob -State F' | Should -Be 'Failed'
        Get-Completed 'Get-ReplicationJob -TargetName w' | Should -Be @('web01', 'web02')
    }

    It 'has help' { Assert-Help Get-ReplicationJob }
}
