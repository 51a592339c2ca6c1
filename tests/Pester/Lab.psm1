# Two Local sites, hq and dr, one group "web" and a workspace, in a folder of its own.
Set-StrictMode -Version Latest

$ModuleFolder = Get-ChildItem (Join-Path $PSScriptRoot '../../out/Replication') -Directory |
    Sort-Object { [version] $_.Name } | Select-Object -Last 1

function Import-BuiltModule {
    Import-Module (Join-Path $ModuleFolder.FullName 'Replication.psd1') -Global -Force -ErrorAction Stop
}

function Get-BuiltModulePath {
    Join-Path $ModuleFolder.FullName 'Replication.psd1'
}

function New-LabMachine {
    param([string] $Site, [string] $Name, [int] $Length = 3MB, [int] $Seed = 1)
    $folder = (New-Item -ItemType Directory -Path (Join-Path $Site $Name)).FullName
    $content = [byte[]]::new($Length)
    [Random]::new($Seed).NextBytes($content)
    [IO.File]::WriteAllBytes((Join-Path $folder 'disk0.raw'), $content)
    $disk = @{ id = 'disk0'; path = 'disk0.raw'; format = 'raw'; boot = $true }
    @{ format = 1; id = [guid]::NewGuid().ToString(); name = $Name; disks = @($disk) } | ConvertTo-Json -Depth 5 |
        Set-Content (Join-Path $folder 'machine.json')
    $folder
}

function New-Lab {
    param([string[]] $Machine = @('web01'), [int] $Length = 3MB)
    $root = Join-Path ([IO.Path]::GetTempPath()) "replication-pester-$([guid]::NewGuid().ToString('N'))"
    $lab = [pscustomobject]@{
        Root = $root; Hq = Join-Path $root 'hq'; Dr = Join-Path $root 'dr'; Workspace = Join-Path $root 'home'
    }
    $null = New-Item -ItemType Directory -Path $lab.Hq, $lab.Dr
    $seed = 0
    foreach ($name in $Machine) { $null = New-LabMachine $lab.Hq $name -Length $Length -Seed (++$seed) }
    $env:REPLICATION_HOME = $lab.Workspace
    $null = New-ReplicationSite hq $lab.Hq
    $null = New-ReplicationSite dr $lab.Dr
    $null = New-ReplicationGroup web hq dr
    $null = Get-ReplicationMachine -Site hq | Add-ReplicatedVM -Group web
    $lab
}

function Remove-Lab {
    param($Lab)
    $env:REPLICATION_HOME = $null
    Remove-Item -Recurse -Force $Lab.Root -ErrorAction Ignore
}

# Everything that the lab's folders hold, by path and content: equal before and after means that nothing was changed.
function Get-LabPicture {
    param($Lab)
    Get-ChildItem $Lab.Root -Recurse -File -Force | Where-Object Name -notmatch '^(owner|catalog\.db-(wal|shm))' | Sort-Object FullName |
        ForEach-Object { "$($_.FullName) $((Get-FileHash $_.FullName).Hash)" }
}

function Get-DiskHash {
    param([string] $Site, [string] $Name)
    $folder = Get-ChildItem $Site -Directory | Where-Object {
        (Test-Path (Join-Path $_.FullName 'machine.json')) -and (Get-Content (Join-Path $_.FullName 'machine.json') | ConvertFrom-Json).name -eq $Name
    }
    (Get-ChildItem $folder.FullName -Filter *.raw | Get-FileHash).Hash
}

Export-ModuleMember -Function *
