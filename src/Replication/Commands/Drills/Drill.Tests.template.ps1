#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }
#requires -Modules @{ ModuleName = 'Replication'; ModuleVersion = '{{ModuleVersion}}' }
<#
A drill: every VM of a replication group is failed over to an isolated test machine, the test machines are checked, RTO and
RPO are measured, and everything is removed again, also when something fails. Production and replication go on meanwhile.

Made by New-ReplicationDrill; the file is yours to edit. Run it, with evidence as NUnit XML beside the JSON it writes itself:

    Invoke-Pester -Configuration @{
        Run        = @{ Path = './{{File}}'; Exit = $true }
        TestResult = @{ Enabled = $true; OutputFormat = 'NUnitXml'; OutputPath = './{{Stem}}.xml' }
    }

With other values than those below:

    Invoke-Pester -Container (New-PesterContainer -Path './{{File}}' -Data @{ RpoThreshold = '00:05:00' })
#>
param(
    # The group; its VMs are looked up when the drill runs.
    [string] $GroupName = {{Group}},

    # Points to test, by their ids or by the id of a group point. Without any, the newest of each VM.
    [string[]] $RecoveryPoint = {{RecoveryPoint}},

    # Scripts that check a test machine, relative to this file. Each is called with the machine, the VM and the recovery point
    # and passes when it neither throws nor answers $false.
    [string[]] $CheckPath = {{CheckPath}},

    # Oldest that what is recovered may be when the drill starts.
    [timespan] $RpoThreshold = {{RpoThreshold}},

    # Longest from the start of the drill until all checks have passed; $null measures it without judging.
    [Nullable[timespan]] $RtoThreshold = {{RtoThreshold}},

    # Where the evidence goes, relative to this file.
    [string] $EvidencePath = {{EvidencePath}},

    # Folder of the workspace; empty for that of REPLICATION_HOME, else the user's.
    [string] $Workspace = {{Workspace}}
)

BeforeDiscovery {
    $at = if ($Workspace) { @{ Workspace = $Workspace } } else { @{} }
    $vms = @(Get-ReplicatedVM -Group $GroupName @at -ErrorAction Stop | ForEach-Object { @{ VMName = $_.Name; VMId = $_.VMId } })
    if (-not $vms) { throw "Group '$GroupName' has no VMs: there is nothing to drill." }
    $checks = @($CheckPath | ForEach-Object { @{ Check = Split-Path $_ -LeafBase; CheckFile = [IO.Path]::GetFullPath($_, $PSScriptRoot) } })
}

Describe "Drill of group $GroupName" {
    BeforeAll {
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Stop'
        $at = if ($Workspace) { @{ Workspace = $Workspace } } else { @{} }
        $drill = @{
            StartedAt = [DateTimeOffset]::UtcNow; Rpo = $null; Rto = $null; Error = $null
            Begun = [ordered]@{}; Machines = [ordered]@{}; Checks = [Collections.Generic.List[object]]::new()
        }

        # Runs a check, and notes for the evidence what came of it and how long it took. Use it in your own tests as well.
        function Invoke-DrillCheck([string] $VMName, [string] $Name, [scriptblock] $Script) {
            $note = [ordered]@{ vm = $VMName; name = $Name; passed = $false; seconds = 0.0; error = $null }
            $drill.Checks.Add($note)
            $clock = [Diagnostics.Stopwatch]::StartNew()
            try {
                if (@(& $Script | Where-Object { $_ -is [bool] -and -not $_ }).Count) { throw 'The check answered $false.' }
                $note.passed = $true
            }
            catch { $note.error = "$_"; throw }
            finally { $note.seconds = [Math]::Round($clock.Elapsed.TotalSeconds, 3) }
        }

        try {
            $vms = @(Get-ReplicatedVM -Group $GroupName @at)
            # A test that goes on already is somebody else's: it is not replaced, and not removed at the end.
            $busy = @($vms | Where-Object TestMachineId)
            if ($busy) { throw "A test failover of $($busy.Name -join ', ') goes on. Stop it with Stop-TestFailover, then run the drill." }
            foreach ($vm in $vms) {
                $points = @(Get-RecoveryPoint -VM $vm.VMId @at)
                if ($RecoveryPoint) { $points = @($points | Where-Object { $_.RecoveryPointId -in $RecoveryPoint -or $_.GroupPointId -in $RecoveryPoint }) }
                if (-not $points) { throw "VM '$($vm.Name)' has no recovery point to test." }
                $point = $points[-1]
                $drill.Begun[$vm.VMId] = @{ VM = $vm; Point = $point; Removed = $false }
                $job = $point | Start-TestFailover -PassThru -Confirm:$false @at
                $drill.Machines[$vm.VMId] = @{
                    Machine = Get-ReplicationMachine -Name $job.Result.machineId -Site $vm.ReplicaSite @at
                    Roots   = $job.Result.disks
                    ReadyAt = [DateTimeOffset]::UtcNow
                }
            }
        }
        catch { $drill.Error = "$_"; throw }
    }

    Context '<VMName>' -ForEach $vms {
        BeforeAll {
            $vm = $drill.Begun[$VMId].VM
            $point = $drill.Begun[$VMId].Point
            $machine = $drill.Machines[$VMId].Machine
        }

        It 'has disks with the root hashes of the recovery point' {
            Invoke-DrillCheck $VMName 'root hashes' {
                foreach ($disk in $point.Disks) { $drill.Machines[$VMId].Roots[$disk.DiskId] | Should -Be $disk.RootHash -Because $disk.DiskId }
            }
        }

        It 'passes <Check>' -ForEach $checks {
            Invoke-DrillCheck $VMName $Check { & $CheckFile $machine $vm $point }
        }

        # Your own tests of this machine go here. What Invoke-DrillCheck runs is part of the evidence.
        #
        # It 'has a boot disk' {
        #     Invoke-DrillCheck $VMName 'boot disk' { $machine.Disks.Boot | Should -Contain $true }
        # }
    }

    # Last, because RTO ends when all checks have passed.
    Context 'Objectives' {
        BeforeAll {
            $finishedAt = [DateTimeOffset]::UtcNow
            $failed = @($drill.Checks | Where-Object { -not $_.passed })
            if (-not $failed) { $drill.Rto = $finishedAt - $drill.StartedAt }
            $drill.Rpo = $drill.StartedAt - ($drill.Begun.Values.Point.SourceTime | Sort-Object | Select-Object -First 1)
        }

        It 'RPO: what was recovered was not older than the threshold' {
            $drill.Rpo | Should -BeLessOrEqual $RpoThreshold
        }

        It 'RTO: all checks had passed within the threshold' -Skip:($null -eq $RtoThreshold) {
            @($failed | ForEach-Object { $_.name }) | Should -BeNullOrEmpty -Because 'a recovery time is reached when every check passes'
            $drill.Rto | Should -BeLessOrEqual $RtoThreshold
        }
    }

    AfterAll {
        function Get-Utc($Time) { $Time.UtcDateTime.ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [cultureinfo]::InvariantCulture) }
        function Get-Second($Time) { if ($null -ne $Time) { [Math]::Round($Time.TotalSeconds, 3) } }

        $left = @()
        foreach ($id in $drill.Begun.Keys) {
            try {
                if ((Get-ReplicatedVM -VM $id @at).TestMachineId) { Stop-TestFailover -VM $id -Confirm:$false @at }
                $drill.Begun[$id].Removed = $true
            }
            catch { $left += "The test machine of $($drill.Begun[$id].VM.Name) was not removed: $_" }
        }
        $problems = @(@($drill.Error) + $left | Where-Object { $_ })

        $inTime = $null -ne $drill.Rpo -and $drill.Rpo -le $RpoThreshold -and ($null -eq $RtoThreshold -or ($null -ne $drill.Rto -and $drill.Rto -le $RtoThreshold))
        $evidence = [ordered]@{
            format              = 1
            group               = $GroupName
            moduleVersion       = "$((Get-Module Replication).Version)"
            startedAt           = Get-Utc $drill.StartedAt
            endedAt             = Get-Utc ([DateTimeOffset]::UtcNow)
            passed              = $inTime -and -not $problems -and -not ($drill.Checks | Where-Object { -not $_.passed })
            problems            = $problems
            rpoSeconds          = Get-Second $drill.Rpo
            rpoThresholdSeconds = Get-Second $RpoThreshold
            rtoSeconds          = Get-Second $drill.Rto
            rtoThresholdSeconds = Get-Second $RtoThreshold
            machines            = @(foreach ($id in $drill.Begun.Keys) {
                $point = $drill.Begun[$id].Point
                $made = $drill.Machines[$id]
                [ordered]@{
                    vm = $point.VMName; vmId = $id; site = $point.SiteName
                    machine = if ($made) { $made.Machine.Name }; machineId = if ($made) { $made.Machine.MachineId }
                    recoveryPointId = $point.RecoveryPointId; groupPointId = $point.GroupPointId
                    sourceTime = Get-Utc $point.SourceTime; consistency = $point.Consistency; verification = $point.Verification
                    rpoSeconds = Get-Second ($drill.StartedAt - $point.SourceTime)
                    readyAt = if ($made) { Get-Utc $made.ReadyAt }; removed = $drill.Begun[$id].Removed
                    disks = @(foreach ($disk in $point.Disks) {
                        [ordered]@{
                            diskId = $disk.DiskId; length = $disk.Length; rootHash = $disk.RootHash
                            provenRootHash = if ($made) { $made.Roots[$disk.DiskId] }
                        }
                    })
                }
            })
            checks              = $drill.Checks
        }
        ConvertTo-Json $evidence -Depth 6 | Set-Content -LiteralPath ([IO.Path]::GetFullPath($EvidencePath, $PSScriptRoot))
        if ($left) { throw ($left -join [Environment]::NewLine) }
    }
}
