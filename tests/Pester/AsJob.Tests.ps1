BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1 -Force
    Import-BuiltModule

    # A shell of its own that has ended when this returns.
    function Invoke-OtherShell {
        param([string] $Command)
        $pwsh = (Get-Process -Id $PID).Path
        & $pwsh -NoProfile -NonInteractive -Command "Import-Module '$(Get-BuiltModulePath)'; $Command"
    }
}

Describe 'A job of the host' {
    BeforeAll { $lab = New-Lab -Machine web01, web02 }
    AfterAll { Remove-LabWithHost $lab }

    It 'INV-08 -WhatIf -AsJob prints the plan and starts nothing' {
        $plan = Start-VMReplication web01 -WhatIf -AsJob -PassThru
        $plan.Steps.Count | Should -BeGreaterThan 0
        @(Get-ReplicationJob) | Should -HaveCount 0
        Join-Path $lab.Workspace host | Should -Not -Exist
    }

    It 'outlives the shell that submitted it, and another one waits for it' {
        $id = Invoke-OtherShell '(Start-VMReplication -Group web -AsJob).JobId'
        $job = Wait-ReplicationJob $id -Timeout 0:02:00
        $job.State | Should -Be 'Succeeded'
        $job.Detached | Should -BeTrue
        $job.VMId | Should -HaveCount 2
        (Get-RecoveryPoint web01 -Latest | Test-RecoveryPoint).Intact | Should -BeTrue
    }

    It 'is written at once, without -PassThru, and its host answers' {
        $job = Start-VMReplication web01 -AsJob
        $job | Should -BeOfType 'Replication.Objects.ReplicationJob'
        $job.State | Should -BeIn 'Queued', 'Running', 'Succeeded'
        (Invoke-HostCommand status --workspace $lab.Workspace).running | Should -BeTrue
        ($job | Wait-ReplicationJob).State | Should -Be 'Succeeded'
    }

    It 'is what <command> leaves behind' -ForEach @(
        @{ command = 'New-RecoveryPoint web01 -AsJob'; verb = 'Replicate' }
        @{ command = 'Test-RecoveryPoint web01 -AsJob'; verb = 'Verify' }
        @{ command = 'Get-RecoveryPoint web01 -Latest | Export-RecoveryPoint -Path "$($lab.Root)/out" -AsJob'; verb = 'Export' }
        @{ command = 'Start-TestFailover web01 -AsJob'; verb = 'StartTestFailover' }
        @{ command = 'Stop-TestFailover web01 -AsJob'; verb = 'StopTestFailover' }
        @{ command = 'Start-Failover web01 -AsJob -Confirm:$false'; verb = 'Failover' }
        @{ command = 'Start-ReverseReplication web01 -AsJob'; verb = 'Reverse' }
        @{ command = 'Invoke-Failback web01 -AsJob -Confirm:$false'; verb = 'Failback' }
    ) {
        $job = & ([scriptblock]::Create($command))
        $job.Verb | Should -Be $verb
        $ended = $job | Wait-ReplicationJob -Timeout 0:02:00
        $ended.Error | Should -BeNullOrEmpty
        $ended.State | Should -Be 'Succeeded'
    }

    It 'is two for a planned failover: the reversal comes after it' {
        $jobs = Start-Failover web02 -Planned -AsJob -Confirm:$false
        $jobs.Verb | Should -Be 'PlannedFailover', 'Reverse'
        ($jobs | Wait-ReplicationJob -Timeout 0:02:00).State | Should -Be 'Succeeded', 'Succeeded'
        (Get-ReplicatedVM web02).Direction | Should -Be 'Reverse'
    }

    It 'INV-10 is refused where the command has something to do after it' {
        $failure = { New-RecoveryPoint web01 -Pin -AsJob } | Should -Throw -ErrorId 'InvalidOptionCombination,*' -PassThru
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
    }

    It 'reports a refusal of the verb in the job' {
        $job = Undo-Failover web02 -AsJob -Force -Confirm:$false | Wait-ReplicationJob
        $job.State | Should -Be 'Failed'
        $job.ErrorId | Should -Be 'InvalidState'
    }
}

Describe 'A long job of the host' {
    BeforeAll { $lab = New-Lab -Length 384MB }
    AfterAll { Remove-LabWithHost $lab }

    It 'is stopped and resumed' {
        # The host runs already, and its process is known, when the job begins.
        $null = Test-RecoveryPoint web01 -AsJob | Wait-ReplicationJob
        $process = (Invoke-HostCommand status --workspace $lab.Workspace).processId
        $job = Start-VMReplication web01 -AsJob
        while ((Get-ReplicationJob $job.JobId).State -eq 'Queued') { Start-Sleep -Milliseconds 10 }
        # Frozen until it has been asked: a second is how often it looks, and may be enough to come to its end.
        if (-not $IsWindows) { sh -c "kill -STOP $process" }
        Stop-ReplicationJob $job.JobId -NoWait
        if (-not $IsWindows) { sh -c "kill -CONT $process" }
        $stopped = Wait-ReplicationJob $job.JobId -Timeout 0:02:00
        if ($stopped.State -eq 'Succeeded') { Set-ItResult -Skipped -Because 'the replication ended before it could be stopped' }
        $stopped.State | Should -Be 'Interrupted'
        $stopped.CanResume | Should -BeTrue

        $resumed = Resume-ReplicationJob $job.JobId -AsJob
        $resumed.JobId | Should -Be $job.JobId
        $ended = $resumed | Wait-ReplicationJob -Timeout 0:05:00
        $ended.State | Should -Be 'Succeeded'
        $ended.Attempts | Should -Be 2
        (Test-RecoveryPoint web01).Intact | Should -BeTrue
    }
}
