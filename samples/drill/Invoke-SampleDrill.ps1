#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }
<#
.SYNOPSIS
Drills two groups as a pipeline would: one that is replicated to another folder, and one that is replicated to EC2.

.DESCRIPTION
Everything is made for the occasion and removed afterwards: sites, a machine with a file system, and a server of the protocols
of EC2 and EBS on a free loopback port. No account is needed. What stays is the evidence: for each group the drill, its report
as NUnit XML and its JSON. The exit code is 0 when every drill passed.

.EXAMPLE
./Invoke-SampleDrill.ps1 -Evidence ./evidence
#>
[CmdletBinding()]
param(
    # Folder for drills, reports and evidence.
    [string] $Evidence = './evidence',

    # Manifest of the module. Without it, what is built beside this sample, else what is installed.
    [string] $Module = (Join-Path $PSScriptRoot '../../out/Replication/*/Replication.psd1'),

    # The program replication, or its replication.dll. Without it, what is built beside this sample, else what the path has.
    [string] $Program = (Join-Path $PSScriptRoot '../../src/Replication.Agent/bin/Release/net10.0/replication.dll'),

    # Checks of the test machines.
    [string[]] $CheckPath = (Join-Path $PSScriptRoot 'checks/Test-HealthFile.ps1')
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module $PSScriptRoot/SampleCloud.psm1 -Force
$built = Resolve-Path $Module -ErrorAction Ignore | Select-Object -Last 1
Import-Module ($built ? $built.Path : 'Replication')
if (-not (Test-Path $Program)) { $Program = (Get-Command replication -CommandType Application).Source }
$Evidence = (New-Item -ItemType Directory -Force $Evidence).FullName

$root = Join-Path ([IO.Path]::GetTempPath()) "replication-sample-$([guid]::NewGuid().ToString('N'))"
$null = New-Item -ItemType Directory $root, (Join-Path $root hq)
$before = @{}
$cloud = $null
try {
    $cloud = Start-SampleCloud (Resolve-Path $Program).Path (Join-Path $root cloud)
    # Credentials come from the usual places and are never given to a cmdlet; here from the environment of this script.
    foreach ($pair in @{
            REPLICATION_HOME = Join-Path $root home; SAMPLE_VOLUMES = $cloud.Volumes
            AWS_ACCESS_KEY_ID = $cloud.KeyId; AWS_SECRET_ACCESS_KEY = $cloud.Secret; AWS_SESSION_TOKEN = $null
        }.GetEnumerator()) {
        $before[$pair.Key] = [Environment]::GetEnvironmentVariable($pair.Key)
        [Environment]::SetEnvironmentVariable($pair.Key, $pair.Value)
    }

    & $PSScriptRoot/New-SampleMachine.ps1 (Join-Path $root hq) web01
    & $PSScriptRoot/New-SampleMachine.ps1 (Join-Path $root hq) app01
    $null = New-ReplicationSite hq (Join-Path $root hq) -Hypervisor none
    $null = New-ReplicationSite dr (Join-Path $root dr) -Hypervisor none
    $null = New-ReplicationSite cloud -Region $cloud.Region -ServiceUrl $cloud.Url
    $null = New-ReplicationGroup web hq dr
    $null = New-ReplicationGroup app hq cloud
    Set-ReplicationGroup app -TestLaunch (New-SampleTestNetwork $cloud)
    $null = Get-ReplicationMachine -Site hq web01 | Add-ReplicatedVM -Group web
    $null = Get-ReplicationMachine -Site hq app01 | Add-ReplicatedVM -Group app
    Get-ReplicationGroup | Start-VMReplication

    $drills = Get-ReplicationGroup | New-ReplicationDrill -Path $Evidence -CheckPath $CheckPath -RpoThreshold 0:30 -RtoThreshold 0:30 -Force -PassThru
    $failed = 0
    foreach ($drill in $drills) {
        $result = Invoke-Pester -Configuration @{
            Run        = @{ Path = $drill.FullName; PassThru = $true }
            TestResult = @{ Enabled = $true; OutputFormat = 'NUnitXml'; OutputPath = $drill.FullName -replace '\.Tests\.ps1$', '.xml' }
        }
        if ($result.Result -ne 'Passed') { $failed++ }
    }
}
finally {
    foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    if ($cloud) { Stop-SampleCloud $cloud }
    Remove-Item -Recurse -Force $root
}

"$(@($drills).Count - $failed) of $(@($drills).Count) drills passed; evidence is in $Evidence."
exit $failed
