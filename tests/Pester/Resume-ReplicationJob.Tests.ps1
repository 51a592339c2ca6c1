BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Resume-ReplicationJob' {
    BeforeEach {
        $lab = New-Lab
        # What fails at first and can then be put right.
        Rename-Item (Join-Path $lab.Hq web01 disk0.raw) away
        Start-VMReplication web01 -ErrorAction SilentlyContinue
        $job = Get-ReplicationJob -State Failed
    }
    AfterEach { Remove-Lab $lab }

    It 'continues a job that failed, when its reason is gone' {
        Rename-Item (Join-Path $lab.Hq web01 away) disk0.raw
        $continued = Resume-ReplicationJob $job.JobId -PassThru
        $continued.State | Should -Be 'Succeeded'
        $continued.Attempts | Should -Be 2
        (Test-RecoveryPoint web01).Intact | Should -BeTrue
        Assert-Refused { Resume-ReplicationJob $job.JobId } 'JobNotResumable' $job.JobId 'InvalidOperation'
    }

    It 'takes jobs and what is left of them from the pipeline' {
        Rename-Item (Join-Path $lab.Hq web01 away) disk0.raw
        Get-ReplicationJob | Where-Object CanResume | ConvertTo-Json -Depth 5 | ConvertFrom-Json | Resume-ReplicationJob
        (Get-ReplicationJob $job.JobId).State | Should -Be 'Succeeded'
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { $job | Resume-ReplicationJob -WhatIf } }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'JobNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Resume-ReplicationJob nope } }
        @{ id = 'ImageNotFound'; target = { $job.JobId }; category = 'ObjectNotFound'; command = { $job | Resume-ReplicationJob } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes jobs' { Get-Completed 'Resume-ReplicationJob ' | Should -Be $job.JobId }

    It 'has help' { Assert-Help Resume-ReplicationJob }
}
