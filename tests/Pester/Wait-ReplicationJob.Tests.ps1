BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Wait-ReplicationJob' {
    BeforeAll { $lab = New-Lab -Replicated }
    AfterAll { Remove-Lab $lab }

    It 'writes a job that has ended, at once' {
        $job = Get-ReplicationJob
        (Wait-ReplicationJob $job.JobId).State | Should -Be 'Succeeded'
        ($job | ConvertTo-Json -Depth 5 | ConvertFrom-Json | Wait-ReplicationJob).JobId | Should -Be $job.JobId
    }

    It 'waits for one that another session runs, and says when it has waited enough' {
        $folder = $lab.Workspace
        $other = Start-ThreadJob {
            param($module, $folder, $start)
            Import-Module $module
            Start-VMReplication web01 -StartTime $start -Workspace $folder
        } -ArgumentList (Get-BuiltModulePath), $folder, ([DateTimeOffset]::UtcNow.AddSeconds(5))
        try {
            $deadline = [DateTime]::UtcNow.AddMinutes(2)
            do { Start-Sleep -Milliseconds 50; $job = Get-ReplicationJob -State Queued } until ($job -or [DateTime]::UtcNow -gt $deadline)
            Assert-Refused { Wait-ReplicationJob $job.JobId -Timeout 0:00:00.2 } 'JobWaitTimedOut' $job.JobId 'ResourceUnavailable'
            ($job | Wait-ReplicationJob).State | Should -Be 'Succeeded'
        }
        finally { $other | Wait-Job | Remove-Job }
    }

    It 'INV-10 refuses JobNotFound and goes on' {
        Assert-Refused { Wait-ReplicationJob nope } 'JobNotFound' 'nope' 'ObjectNotFound'
        ('nope', (Get-ReplicationJob)[0].JobId | Wait-ReplicationJob -ErrorAction SilentlyContinue).State | Should -Be 'Succeeded'
    }

    It 'completes jobs' { Get-Completed 'Wait-ReplicationJob ' | Should -Be ((Get-ReplicationJob).JobId | Sort-Object) }

    It 'has help' { Assert-Help Wait-ReplicationJob }
}
