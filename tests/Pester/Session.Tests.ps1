BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Several at once' {
    BeforeAll { $lab = New-Lab -Machine web01, web02, web03, 'my web'; $module = Get-BuiltModulePath }
    AfterAll { Remove-Lab $lab }

    It 'reads and replicates in ForEach-Object -Parallel' {
        $states = 'web01', 'web02', 'web03' | ForEach-Object -ThrottleLimit 3 -Parallel {
            Import-Module $using:module
            (Start-VMReplication $_ -PassThru).State
            (Get-ReplicatedVM $_).State
        }
        @($states | Sort-Object | Get-Unique) | Should -Be @('Replicating', 'Succeeded')
        (Get-RecoveryPoint web0* | Test-RecoveryPoint).Intact | Should -Be @($true, $true, $true)
    }

    It 'works in two runspaces at the same time' {
        $shells = 1..2 | ForEach-Object { [powershell]::Create().AddScript("Import-Module '$module'; 1..5 | ForEach-Object { (Get-ReplicatedVM 'my web' -Workspace '$($lab.Workspace)').Name }") }
        try {
            $running = $shells | ForEach-Object { @{ Shell = $_; Handle = $_.BeginInvoke() } }
            $names = $running | ForEach-Object { $_.Shell.EndInvoke($_.Handle) }
            $shells.HadErrors | Should -Be @($false, $false)
        }
        finally { $shells | ForEach-Object Dispose }
        $names | Should -HaveCount 10
        @($names | Get-Unique) | Should -Be 'my web'
    }

    It 'binds what comes back from another process' {
        $job = Start-Job { param($module, $folder) Import-Module $module; Get-ReplicatedVM web01 -Workspace $folder; Get-RecoveryPoint web01 -Latest -Workspace $folder } -ArgumentList $module, $lab.Workspace
        $vm, $point = $job | Receive-Job -Wait -AutoRemoveJob
        $vm.PSObject.TypeNames[0] | Should -Be 'Deserialized.Replication.Objects.ReplicatedVM'
        ($vm | Measure-ReplicatedVM).Name | Should -Be 'web01'
        ($point | Test-RecoveryPoint).Intact | Should -BeTrue
        ($point | Get-ReplicationSnapshot).State | Should -Be 'Completed'
    }

    It 'binds what comes back from another thread' {
        $vm = Start-ThreadJob { param($module, $folder) Import-Module $module; Get-ReplicatedVM web01 -Workspace $folder } -ArgumentList $module, $lab.Workspace | Receive-Job -Wait -AutoRemoveJob
        ($vm | Measure-ReplicatedVM).Name | Should -Be 'web01'
    }
}

Describe 'In a script' {
    BeforeAll { $lab = New-Lab -Machine web01 -Replicated }
    AfterAll { Remove-Lab $lab }

    It 'runs under the strictest mode with errors that end it' {
        $said = Invoke-Shell @"
Set-StrictMode -Version Latest; `$ErrorActionPreference = 'Stop'
Import-Module '$(Get-BuiltModulePath)'
`$job = Get-ReplicatedVM | Start-VMReplication -PassThru
`$job.Plan.Steps[0]; `$job.Plan.Steps[-1]
Get-ReplicatedVM | Out-String; Get-ReplicationJob | Format-List | Out-String; Get-RecoveryPoint web01 | Format-Custom | Out-String
try { Start-VMReplication nope } catch { "caught `$(`$_.FullyQualifiedErrorId)" }
"@ | Out-String
        $said | Should -Match 'Hold the 1 disk'
        $said | Should -Match 'Commit the recovery point'
        $said | Should -Match 'caught VmNotReplicated'
        $said | Should -Not -Match 'cannot be found|PropertyNotFound'
    }

    It 'has lists that can be indexed, counted and joined' {
        $vm = Get-ReplicatedVM web01
        $vm.ExcludedDisks.Count | Should -Be 0
        $job = (Get-ReplicationJob)[-1]
        $job.VMId[0] | Should -Be $vm.VMId
        $job.Plan.Steps[1..2] | Should -HaveCount 2
        (Get-RecoveryPoint web01).Disks[0].DiskId | Should -Be 'disk0'
    }

    It 'stops upstream when a downstream command has enough' { Get-RecoveryPoint * | Select-Object -First 1 | Should -HaveCount 1 }

    It 'says in verbose lines what it works with' { (Start-VMReplication web01 -Verbose 4>&1 | Out-String) | Should -Match 'submitted to the workspace in' }
}

Describe 'Output' {
    BeforeAll { $lab = New-Lab -Machine web01 -Replicated }
    AfterAll { Remove-Lab $lab }

    It 'shows states in colour and takes the colour out where output is plain' {
        $before = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'PlainText'
            (Get-ReplicatedVM | Format-Table | Out-String) | Should -Not -Match "`e"
            (Get-ReplicationJob | Format-Custom | Out-String) | Should -Not -Match "`e"
            $PSStyle.OutputRendering = 'Ansi'
            (Get-ReplicatedVM | Format-Table | Out-String) | Should -Match "`e"
        }
        finally { $PSStyle.OutputRendering = $before }
    }

    It 'respects NO_COLOR' {
        $env:NO_COLOR = '1'
        try { (Invoke-Shell "Import-Module '$(Get-BuiltModulePath)'; Get-ReplicatedVM; Get-ReplicationJob" | Out-String) | Should -Not -Match "`e" }
        finally { Remove-Item Env:NO_COLOR }
    }

    It 'answers questions about the whole' { (Get-Help about_Failover | Out-String) | Should -Match 'Undo-Failover' }
}

Describe 'Stop' {
    BeforeAll { $lab = New-Lab -Machine big -Length 700MB }
    AfterAll { Remove-Lab $lab }

    It 'INV-05 nothing is written any more when a pipeline has stopped, and the command continues' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-BuiltModulePath)'; Start-VMReplication big -Workspace '$($lab.Workspace)'")
            $null = $shell.BeginInvoke()
            # Until it reports bytes of a disk: what is stopped then is a transfer.
            $deadline = [DateTime]::UtcNow.AddMinutes(2)
            do {
                Start-Sleep -Milliseconds 20
                $progress = @($shell.Streams.Progress | Where-Object { $_.ParentActivityId -eq 1 -and $_.StatusDescription -match 'MiB of 700.0 MiB' })
            } until ($progress -or [DateTime]::UtcNow -gt $deadline)
            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally { $shell.Dispose() }
        $progress | Should -Not -BeNullOrEmpty
        $before = Get-LabPicture $lab
        Start-Sleep -Milliseconds 500
        Get-LabPicture $lab | Should -Be $before
        $job = Get-ReplicationJob -State Interrupted
        $job.CanResume | Should -BeTrue
        Resume-ReplicationJob $job.JobId -PassThru | ForEach-Object State | Should -Be 'Succeeded'
        (Get-ReplicationJob $job.JobId).Attempts | Should -Be 2
        (Test-RecoveryPoint big).Intact | Should -BeTrue
    }
}
