BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1 -Force
    Import-BuiltModule
}

Describe 'In a session' {
    BeforeAll { $lab = New-Lab -Machine web01, 'my web' }
    AfterAll { Remove-Lab $lab }

    It 'completes <line> to <text>' -ForEach @(
        @{ line = 'Get-ReplicatedVM -VM w'; text = 'web01' }
        @{ line = 'Start-TestFailover m'; text = "'my web'" }
        @{ line = 'New-ReplicationGroup x -SourceSite h'; text = 'hq' }
        @{ line = 'Measure-ReplicatedVM -Group w'; text = 'web' }
        @{ line = 'Set-ReplicationPolicy w'; text = 'web' }
        @{ line = 'New-ReplicationSite a -Region eu-west-1'; text = 'eu-west-1' }
    ) {
        $found = [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches
        $found.CompletionText | Should -Contain $text
    }

    It 'has help for every parameter of every cmdlet' {
        foreach ($command in Get-Command -Module Replication) {
            $help = Get-Help $command.Name
            $help.Synopsis | Should -Not -BeNullOrEmpty
            @($help.examples.example).Count | Should -BeGreaterOrEqual 2 -Because $command.Name
            foreach ($parameter in (Get-Help $command.Name -Parameter *)) { $parameter.description | Should -Not -BeNullOrEmpty -Because "$($command.Name) -$($parameter.name)" }
        }
        (Get-Help about_Failover | Out-String) | Should -Match 'Undo-Failover'
    }

    It 'shows states in colour and takes the colour out where output is plain' {
        $before = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'PlainText'
            (Get-ReplicatedVM | Format-Table | Out-String) | Should -Not -Match "`e"
            $PSStyle.OutputRendering = 'Ansi'
            (Get-ReplicatedVM | Format-Table | Out-String) | Should -Match "`e"
        }
        finally { $PSStyle.OutputRendering = $before }
    }

    It 'works in parallel' {
        $module = Get-BuiltModulePath
        $names = 1..4 | ForEach-Object -Parallel { Import-Module $using:module; (Get-ReplicatedVM web01).Name } -ThrottleLimit 4
        $names | Should -Be @('web01', 'web01', 'web01', 'web01')
    }

    It 'stops upstream when a downstream command has enough' {
        (Get-ReplicatedVM | Select-Object -First 1) | Should -HaveCount 1
    }

    It 'is imported again, and removed and imported' {
        Import-BuiltModule
        Remove-Module Replication
        Import-BuiltModule
        @(Get-ReplicatedVM) | Should -HaveCount 2
    }
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

Describe 'Questions' {
    BeforeAll { $lab = New-Lab; Start-VMReplication web01 }
    AfterAll { Remove-Lab $lab }

    It '<command> does nothing where nobody can be asked' -ForEach @(
        @{ command = 'Start-Failover web01' }
        @{ command = 'Remove-ReplicatedVM web01' }
        @{ command = 'Remove-ReplicatedVM web01 -DeleteRecoveryPoint -Confirm:$false' }
        @{ command = 'Suspend-ReplicatedVM web01 -Confirm' }
    ) {
        # A PowerShell without a host: a question cannot be put, and is an error.
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-BuiltModulePath)'; $command -Workspace '$($lab.Workspace)'")
            try { $null = $shell.Invoke() } catch { $_.Exception.InnerException | Should -Not -BeNullOrEmpty }
            $shell.HadErrors | Should -BeTrue
        }
        finally { $shell.Dispose() }
        (Get-ReplicatedVM web01).State | Should -Be 'Replicating'
        @(Get-RecoveryPoint web01) | Should -HaveCount 1
    }

    It '-Confirm:$false and -Force answer them' {
        Remove-ReplicatedVM web01 -DeleteRecoveryPoint -Force -Confirm:$false
        Get-ReplicatedVM | Should -BeNullOrEmpty
        Get-RecoveryPoint -StorePath (Join-Path $lab.Dr .replica-store) | Should -BeNullOrEmpty
    }
}

Describe 'A job of another process' {
    BeforeAll { $lab = New-Lab -Machine big -Length 700MB }
    AfterAll { Remove-Lab $lab }

    It 'is stopped, watched and resumed from here' {
        $running = Start-Job { param($module, $folder) Import-Module $module; Start-VMReplication big -Workspace $folder } -ArgumentList (Get-BuiltModulePath), $lab.Workspace
        try {
            $deadline = [DateTime]::UtcNow.AddMinutes(2)
            do { Start-Sleep -Milliseconds 50; $job = Get-ReplicationJob -State Running } until ($job -or [DateTime]::UtcNow -gt $deadline)
            (Stop-ReplicationJob $job.JobId -PassThru).State | Should -Be 'Interrupted'
            (Wait-ReplicationJob $job.JobId -Timeout 0:00:30).State | Should -Be 'Interrupted'
        }
        finally { $running | Wait-Job | Remove-Job }
        Resume-ReplicationJob $job.JobId
        (Get-ReplicationJob $job.JobId).State | Should -Be 'Succeeded'
    }
}

Describe 'Isolation' {
    It 'works with another version of a dependency already loaded' {
        # An assembly of the same name as one of ours, without anything in it.
        $impostor = Join-Path ([IO.Path]::GetTempPath()) "impostor-$([guid]::NewGuid().ToString('N'))"
        $null = New-Item -ItemType Directory $impostor
        try {
            $file = Join-Path $impostor 'Microsoft.Data.Sqlite.dll'
            Add-Type -TypeDefinition 'public class Impostor { }' -OutputAssembly $file
            $script = "Add-Type -Path '$file'; Import-Module '$(Get-BuiltModulePath)'; (New-ReplicationPolicy gold -Workspace '$impostor/home').Name"
            $shell = (Get-Process -Id $PID).Path
            & $shell -NoProfile -NonInteractive -Command $script | Should -Be 'gold'
        }
        finally { Remove-Item -Recurse -Force $impostor }
    }
}
