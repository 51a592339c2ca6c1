BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Stop-ReplicationJob' {
    BeforeAll { $lab = New-Lab -Machine big -Length 700MB }
    AfterAll { Remove-Lab $lab }

    It 'INV-05 stops a job of another process, which is resumed from here' {
        $running = Start-Job { param($module, $folder) Import-Module $module; Start-VMReplication big -Workspace $folder } -ArgumentList (Get-BuiltModulePath), $lab.Workspace
        try {
            $deadline = [DateTime]::UtcNow.AddMinutes(2)
            do { Start-Sleep -Milliseconds 50; $job = Get-ReplicationJob -State Running } until ($job -or [DateTime]::UtcNow -gt $deadline)
            ($job | Stop-ReplicationJob -PassThru).State | Should -Be 'Interrupted'
            (Wait-ReplicationJob $job.JobId -Timeout 0:00:30).State | Should -Be 'Interrupted'
        }
        finally { $running | Wait-Job | Remove-Job }
        Resume-ReplicationJob $job.JobId
        (Get-ReplicationJob $job.JobId).State | Should -Be 'Succeeded'
        (Test-RecoveryPoint big).Intact | Should -BeTrue
    }

    It 'leaves a job that has ended as it is' {
        $job = Get-ReplicationJob -State Succeeded | Select-Object -First 1
        ($job | ConvertTo-Json -Depth 5 | ConvertFrom-Json | Stop-ReplicationJob -PassThru).State | Should -Be 'Succeeded'
        Stop-ReplicationJob $job.JobId -NoWait | Should -BeNullOrEmpty
    }

    It 'withdraws one that has not begun' {
        $other = Start-ThreadJob {
            param($module, $folder, $start)
            Import-Module $module
            Start-VMReplication big -StartTime $start -Workspace $folder -ErrorAction SilentlyContinue
        } -ArgumentList (Get-BuiltModulePath), $lab.Workspace, ([DateTimeOffset]::UtcNow.AddSeconds(5))
        try {
            $deadline = [DateTime]::UtcNow.AddMinutes(2)
            do { Start-Sleep -Milliseconds 50; $job = Get-ReplicationJob -State Queued } until ($job -or [DateTime]::UtcNow -gt $deadline)
            (Stop-ReplicationJob $job.JobId -PassThru).State | Should -Be 'Abandoned'
        }
        finally { $other | Wait-Job | Remove-Job }
        (Get-ReplicationJob $job.JobId).State | Should -Be 'Abandoned'
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Get-ReplicationJob | Stop-ReplicationJob -WhatIf } }

    It 'INV-10 refuses JobNotFound' { Assert-Refused { Stop-ReplicationJob nope } 'JobNotFound' 'nope' 'ObjectNotFound' }

    It 'completes jobs' { Get-Completed 'Stop-ReplicationJob ' | Should -Be ((Get-ReplicationJob).JobId | Sort-Object) }

    It 'has help' { Assert-Help Stop-ReplicationJob }
}
