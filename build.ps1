#requires -Version 7.6
<#
.SYNOPSIS
Builds, tests, packs and installs the module, with nothing but PowerShell and the .NET SDK.
.EXAMPLE
./build.ps1 -Task Build, Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Install')]
    [string[]] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    # Where Install puts the module: a folder of $env:PSModulePath.
    [string] $Destination = ($env:PSModulePath -split [IO.Path]::PathSeparator)[0]
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$version = (Import-PowerShellDataFile $PSScriptRoot/Replication.psd1).ModuleVersion
$module = Join-Path $PSScriptRoot out Replication $version

if ($Task -contains 'Build' -or -not (Test-Path $module)) {
    dotnet build (Join-Path $PSScriptRoot src Replication) --configuration $Configuration --nologo
}

if ($Task -contains 'Test') {
    $pwsh = (Get-Process -Id $PID).Path
    & $pwsh -NoProfile -NonInteractive -File (Join-Path $PSScriptRoot tests Pester Run.ps1)
}

if ($Task -contains 'Package') {
    $package = Join-Path $PSScriptRoot out "Replication-$version.zip"
    if (Test-Path $package) { Remove-Item $package }
    [IO.Compression.ZipFile]::CreateFromDirectory((Join-Path $PSScriptRoot out Replication), $package, 'Optimal', $true)
    Get-Item $package
}

if ($Task -contains 'Install') {
    $target = Join-Path $Destination Replication $version
    if (Test-Path $target) { Remove-Item -Recurse -Force $target }
    $null = New-Item -ItemType Directory -Force (Split-Path $target)
    Copy-Item -Recurse $module $target
    Get-Item $target
}
