BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1 -Force
    Import-BuiltModule

    # Runs a drill as a pipeline does, in a PowerShell of its own: exit code, report and evidence.
    function Invoke-Drill([string] $File, [string] $Data = '@{}') {
        $report = [IO.Path]::ChangeExtension($File, '.xml')
        $script = "Set-StrictMode -Version Latest; Import-Module '$(Get-BuiltModulePath)'; Invoke-Pester -Configuration @{ " +
            "Run = @{ Container = New-PesterContainer -Path '$File' -Data $Data; Exit = `$true }; Output = @{ RenderMode = 'Plaintext' }; " +
            "TestResult = @{ Enabled = `$true; OutputFormat = 'NUnitXml'; OutputPath = '$report' } }"
        $output = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script 2>&1 | Out-String
        $evidence = $File -replace '\.Tests\.ps1$', '.json'
        [pscustomobject]@{
            ExitCode = $LASTEXITCODE
            Output   = $output
            Report   = [xml] (Get-Content -Raw $report)
            Evidence = if (Test-Path $evidence) { Get-Content -Raw $evidence | ConvertFrom-Json -DateKind String }
        }
    }
}

Describe 'New-ReplicationDrill' {
    BeforeAll {
        $lab = New-Lab -Machine web01, web02
        $null = New-ReplicationGroup "it's `$(empty)" hq dr
        $check = Join-Path $lab.Root 'Test-Machine.ps1'
        Set-Content $check 'param($Machine, $VM, $Point) $Machine.Name -eq "$($VM.Name) - Test" -and (Test-Path $Machine.Disks[0].Path) -and $Point.VMId -eq $VM.VMId'
        Start-VMReplication -Group web
        $folder = Join-Path $lab.Root 'drills'
    }
    AfterAll { Remove-Lab $lab }

    It 'INV-08 writes nothing with -WhatIf' {
        Assert-Unchanged $lab { New-ReplicationDrill web $folder -PassThru -WhatIf }
        $folder | Should -Not -Exist
    }

    It 'writes a file with what was given, and nothing to the pipeline' {
        New-ReplicationDrill web $folder -CheckPath $check -RtoThreshold 0:30 | Should -BeNullOrEmpty
        $text = Get-Content -Raw (Join-Path $folder 'web.Drill.Tests.ps1')
        $problems = $null
        $null = [Management.Automation.Language.Parser]::ParseInput($text, [ref] $null, [ref] $problems)
        $problems | Should -BeNullOrEmpty
        $text | Should -Match ([regex]::Escape("`$CheckPath = @('../Test-Machine.ps1')"))
        $text | Should -Match ([regex]::Escape("`$RtoThreshold = '00:30:00'"))
        $text | Should -Match ([regex]::Escape("`$RpoThreshold = '$((Get-ReplicationPolicy web).RpoThreshold.ToString('c'))'"))
        $text | Should -Not -Match '\{\{'
    }

    It 'does not overwrite what may have been edited, unless it is told to' {
        $file = Join-Path $folder 'web.Drill.Tests.ps1'
        Add-Content $file '# edited'
        New-ReplicationDrill web $folder -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'DrillFileExists,*'
        $failure[0].TargetObject | Should -Be 'web'
        $failure[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        $file | Should -FileContentMatch '# edited'
        (Get-ReplicationGroup web | New-ReplicationDrill -Path $folder -Force -PassThru).FullName | Should -Be $file
        $file | Should -Not -FileContentMatch '# edited'
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'GroupNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { New-ReplicationDrill nope } }
        @{ id = 'NoVms'; target = "it's `$(empty)"; category = 'InvalidOperation'; command = { New-ReplicationDrill it* } }
        @{ id = 'DrillCheckNotFound'; target = $null; category = 'ObjectNotFound'; command = { New-ReplicationDrill web -CheckPath ./nowhere.ps1 } }
        @{ id = 'RecoveryPointNotFound'; target = 'web'; category = 'ObjectNotFound'; command = { New-ReplicationDrill web -RecoveryPoint nope } }
    ) {
        Push-Location $lab.Root
        try { Assert-Refused $command $id $target $category } finally { Pop-Location }
        Join-Path $lab.Root '*.Drill.Tests.ps1' | Should -Not -Exist
    }

    It 'completes groups and points' {
        Get-Completed 'New-ReplicationDrill w' | Should -Be 'web'
        Get-Completed 'New-ReplicationDrill web -RecoveryPoint ' | Should -HaveCount 2
    }

    It 'has help' { Assert-Help New-ReplicationDrill }

    It 'keeps a name with quotes and code in it a name' {
        $odd = "it's `$(empty)"
        $null = New-LabMachine $lab.Hq odd -Seed 7
        $null = Get-ReplicationMachine odd -Site hq | Add-ReplicatedVM -Group $odd
        $file = New-ReplicationDrill it* $folder -PassThru
        $file.Name | Should -Be 'it-s---empty-.Drill.Tests.ps1'
        $tree = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref] $null, [ref] $null)
        $tree.ParamBlock.Parameters[0].DefaultValue.Value | Should -Be $odd
    }
}

Describe 'A drill that is run' {
    BeforeAll {
        $lab = New-Lab -Machine web01, web02
        Set-Content (Join-Path $lab.Root 'Test-Machine.ps1') 'param($Machine, $VM, $Point) $Machine.Name -eq "$($VM.Name) - Test" -and (Test-Path $Machine.Disks[0].Path) -and $Point.VMId -eq $VM.VMId'
        Set-Content (Join-Path $lab.Root 'Test-First.ps1') 'param($Machine) $Machine.Name -ne "web01 - Test"'
        Start-VMReplication -Group web
        $first = Get-RecoveryPoint web01 -Latest
        Start-VMReplication -Group web
        $folder = Join-Path $lab.Root 'drills'
    }
    AfterAll { Remove-Lab $lab }

    It 'passes, and leaves evidence of what it tested' {
        $file = New-ReplicationDrill web $folder -CheckPath (Join-Path $lab.Root 'Test-Machine.ps1') -RtoThreshold 1:00 -RpoThreshold 1:00 -PassThru
        $own = "`n        It 'has a disk' { Invoke-DrillCheck `$VMName 'disk' { `$machine.Disks | Should -HaveCount 1 } }`n`n        # Your own tests"
        Set-Content $file ((Get-Content -Raw $file) -replace '\n        # Your own tests', $own)
        $before = [DateTimeOffset]::UtcNow
        $run = Invoke-Drill $file
        $after = [DateTimeOffset]::UtcNow
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Report.'test-results'.failures | Should -Be 0
        [int] $run.Report.'test-results'.total | Should -Be 8
        $evidence = $run.Evidence
        $evidence.passed | Should -BeTrue
        $evidence.group | Should -Be 'web'
        $evidence.moduleVersion | Should -Be (Get-Module Replication).Version.ToString()
        $evidence.problems | Should -BeNullOrEmpty
        [DateTimeOffset] $evidence.startedAt | Should -BeGreaterThan $before.AddSeconds(-1)
        [DateTimeOffset] $evidence.endedAt | Should -BeLessThan $after.AddSeconds(1)
        $evidence.rtoThresholdSeconds | Should -Be 3600
        $evidence.rtoSeconds | Should -BeGreaterThan 0
        $evidence.rtoSeconds | Should -BeLessOrEqual ($after - $before).TotalSeconds
        $points = Get-RecoveryPoint web* -Latest
        $oldest = ($points.SourceTime | Sort-Object)[0]
        # The evidence has milliseconds, each rounded on its own.
        [Math]::Abs($evidence.rpoSeconds - ([DateTimeOffset] $evidence.startedAt - $oldest).TotalSeconds) | Should -BeLessThan 0.003
        $evidence.machines | Should -HaveCount 2
        foreach ($point in $points) {
            $machine = $evidence.machines | Where-Object vmId -EQ $point.VMId
            $machine.vm | Should -Be $point.VMName
            $machine.machine | Should -Be "$($point.VMName) - Test"
            $machine.recoveryPointId | Should -Be $point.RecoveryPointId
            $machine.groupPointId | Should -Be $point.GroupPointId
            $machine.verification | Should -Be $point.Verification
            $machine.removed | Should -BeTrue
            $machine.disks.rootHash | Should -Be $point.Disks[0].RootHash
            $machine.disks.provenRootHash | Should -Be $point.Disks[0].RootHash
            @($evidence.checks | Where-Object vm -EQ $point.VMName).name | Should -Be @('root hashes', 'Test-Machine', 'disk')
        }
        $evidence.checks.passed | Should -Not -Contain $false
        Get-ReplicatedVM | Where-Object TestMachineId | Should -BeNullOrEmpty
        Get-ReplicationMachine -Site dr | Should -BeNullOrEmpty
    }

    It 'fails with a check, reports a violated RPO, and removes its machines all the same' {
        $file = New-ReplicationDrill web $folder -CheckPath (Join-Path $lab.Root 'Test-First.ps1') -RtoThreshold 1:00 -RpoThreshold 0:00:00.001 -Force -PassThru
        $run = Invoke-Drill $file
        $run.ExitCode | Should -Be 3 -Because $run.Output
        @($run.Report.SelectNodes('//test-case[@result="Failure"]').name | ForEach-Object { ($_ -split '\.')[-1] }) |
            Should -Be @('passes Test-First', 'RPO: what was recovered was not older than the threshold', 'RTO: all checks had passed within the threshold')
        $run.Evidence.passed | Should -BeFalse
        $run.Evidence.rtoSeconds | Should -BeNullOrEmpty
        $run.Evidence.rpoSeconds | Should -BeGreaterThan 0.001
        $failed = @($run.Evidence.checks | Where-Object { -not $_.passed })
        $failed | Should -HaveCount 1
        $failed.vm | Should -Be 'web01'
        $failed.error | Should -Be 'The check answered $false.'
        $run.Evidence.machines.removed | Should -Be @($true, $true)
        Get-ReplicatedVM | Where-Object TestMachineId | Should -BeNullOrEmpty
        Get-ReplicationMachine -Site dr | Should -BeNullOrEmpty
    }

    It 'tests the group point it is given' {
        $file = New-ReplicationDrill web $folder -RecoveryPoint $first.GroupPointId -RpoThreshold 1:00 -Force -PassThru
        $run = Invoke-Drill $file
        $run.ExitCode | Should -Be 0 -Because $run.Output
        @($run.Evidence.machines.groupPointId | Sort-Object -Unique) | Should -Be $first.GroupPointId
        $run.Evidence.rtoThresholdSeconds | Should -BeNullOrEmpty
        [int] $run.Report.'test-results'.skipped | Should -Be 1 -Because 'an RTO without a threshold is measured and not judged'
    }

    It 'leaves a test that somebody else has begun alone' {
        Start-TestFailover web02
        $theirs = (Get-ReplicatedVM web02).TestMachineId
        $file = New-ReplicationDrill web $folder -Force -PassThru
        $run = Invoke-Drill $file
        $run.ExitCode | Should -BeGreaterThan 0
        $run.Evidence.passed | Should -BeFalse
        $run.Evidence.problems | Should -BeLike '*test failover of web02 goes on*'
        (Get-ReplicatedVM web02).TestMachineId | Should -Be $theirs
        Stop-TestFailover web02
    }
}

Describe 'The sample' {
    It 'drills a Local site and EC2, leaves evidence, and ends with the number of drills that failed' {
        $samples = (Resolve-Path $PSScriptRoot/../../samples/drill).Path
        $program = Join-Path $PSScriptRoot '../../src/Replication.Agent/bin/Release/net10.0/replication.dll'
        if (-not (Test-Path $program)) { Set-ItResult -Skipped -Because 'the program replication is not built' }
        if (-not (Get-Command curl -CommandType Application -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'curl was not found' }
        $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "replication-pester-$([guid]::NewGuid().ToString('N'))")).FullName
        try {
            $check = Join-Path $folder 'Test-NotApp.ps1'
            Set-Content $check 'param($Machine, $VM) $VM.Name -ne "app01"'
            $output = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command "& '$samples/Invoke-SampleDrill.ps1' '$folder' -CheckPath '$samples/checks/Test-HealthFile.ps1', '$check'; exit `$LASTEXITCODE" 2>&1 |
                Out-String
            $LASTEXITCODE | Should -Be 1 -Because $output
            $output | Should -Match '1 of 2 drills passed'
            $web = Get-Content -Raw (Join-Path $folder web.Drill.json) | ConvertFrom-Json
            $web.passed | Should -BeTrue
            $web.machines.site | Should -Be 'dr'
            $app = Get-Content -Raw (Join-Path $folder app.Drill.json) | ConvertFrom-Json
            $app.passed | Should -BeFalse
            $app.machines.site | Should -Be 'cloud'
            @($app.checks | Where-Object passed).name | Should -Be @('root hashes', 'Test-HealthFile')
            $app.machines.disks.provenRootHash | Should -Be $app.machines.disks.rootHash
            $app.machines.removed | Should -BeTrue
            ([xml] (Get-Content -Raw (Join-Path $folder web.Drill.xml))).'test-results'.failures | Should -Be 0
            ([xml] (Get-Content -Raw (Join-Path $folder app.Drill.xml))).'test-results'.failures | Should -Be 2
            # What holds a secret names a key: no file that stays does.
            Get-ChildItem $folder -File | Select-String 'AKIA|SECRET' | Should -BeNullOrEmpty
        }
        finally { Remove-Item -Recurse -Force $folder }
    }
}
