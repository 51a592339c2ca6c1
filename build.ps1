#requires -Version 7.6
<#
.SYNOPSIS
Builds, tests, packs and installs the module and its DSC resources, with nothing but PowerShell and the .NET SDK.
.EXAMPLE
./build.ps1 -Task Build, Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Install')]
    [string[]] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    # Where Install puts the modules: a folder of $env:PSModulePath.
    [string] $Destination = ($env:PSModulePath -split [IO.Path]::PathSeparator)[0]
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$version = (Import-PowerShellDataFile $PSScriptRoot/Replication.psd1).ModuleVersion
$modules = 'Replication', 'ReplicationDsc'
$out = Join-Path $PSScriptRoot out

if ($Task -contains 'Build' -or -not (Test-Path (Join-Path $out Replication $version))) {
    dotnet build (Join-Path $PSScriptRoot src Replication) --configuration $Configuration --nologo
}

if ($Task -contains 'Test') {
    $pwsh = (Get-Process -Id $PID).Path
    & $pwsh -NoProfile -NonInteractive -File (Join-Path $PSScriptRoot tests Pester Run.ps1)
}

if ($Task -contains 'Package') {
    $package = Join-Path $out "Replication-$version.zip"
    if (Test-Path $package) { Remove-Item $package }
    $archive = [IO.Compression.ZipFile]::Open($package, 'Create')
    try {
        foreach ($file in $modules | ForEach-Object { Get-ChildItem (Join-Path $out $_) -Recurse -File }) {
            $name = [IO.Path]::GetRelativePath($out, $file.FullName).Replace('\', '/')
            $null = [IO.Compression.ZipFileExtensions]::CreateEntryFromFile($archive, $file.FullName, $name, 'Optimal')
        }
    }
    finally { $archive.Dispose() }
    Get-Item $package
}

if ($Task -contains 'Install') {
    foreach ($module in $modules) {
        $target = Join-Path $Destination $module $version
        if (Test-Path $target) { Remove-Item -Recurse -Force $target }
        $null = New-Item -ItemType Directory -Force (Split-Path $target)
        Copy-Item -Recurse (Join-Path $out $module $version) $target
        Get-Item $target
    }
}
