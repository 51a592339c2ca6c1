#requires -Version 7.6
<#
.SYNOPSIS
Brings sites, policies and groups to what a DSC document says, and reports what differed.

.EXAMPLE
./Set-SampleConfiguration.ps1 -TestOnly
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $Path = (Join-Path $PSScriptRoot replication.dsc.yaml),

    # Says whether anything differs and changes nothing; the exit code is 1 when it does.
    [switch] $TestOnly
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not (Get-Command dsc -CommandType Application -ErrorAction Ignore)) { throw 'The program dsc (DSC 3) was not found on the path.' }
if (-not (Get-Module -ListAvailable ReplicationDsc)) { throw 'The module ReplicationDsc was not found. Install it with ./build.ps1 -Task Install.' }

function Invoke-Dsc([string] $Operation) {
    $answer = dsc config $Operation --file $Path --output-format json
    if ($LASTEXITCODE) { throw "dsc config $Operation failed with exit code $LASTEXITCODE." }
    ($answer | ConvertFrom-Json).results
}

$different = @(Invoke-Dsc test | Where-Object { -not $_.result.inDesiredState })
foreach ($resource in $different) { "$($resource.type) '$($resource.name)' is not as it is wanted: $($resource.result.differingProperties -join ', ')" }
if ($TestOnly) { exit [int] ($different.Count -gt 0) }
if ($different -and $PSCmdlet.ShouldProcess($Path, 'dsc config set')) { $null = Invoke-Dsc set }
