# What the tests share: two Local sites, hq and dr, with one group "web" and a workspace, in a folder of their own; and the
# questions that every cmdlet is asked. A lab takes less than 100 ms of processor time to make, so each Describe has its own.
Set-StrictMode -Version Latest

$ModuleFolder = Get-ChildItem (Join-Path $PSScriptRoot '../../out/Replication') -Directory |
    Sort-Object { [version] $_.Name } | Select-Object -Last 1

function Import-BuiltModule {
    Import-Module (Get-BuiltModulePath) -Global -Force -ErrorAction Stop
}

function Get-BuiltModulePath {
    Join-Path $ModuleFolder.FullName 'Replication.psd1'
}

# Labs are made in memory where that can be had: what is tested is not how fast the disk flushes.
function New-LabFolder {
    $parent = if (Test-Path /dev/shm) { '/dev/shm' } else { [IO.Path]::GetTempPath() }
    (New-Item -ItemType Directory -Path (Join-Path $parent "replication-pester-$([guid]::NewGuid().ToString('N'))")).FullName
}

function New-LabMachine {
    param([string] $Site, [string] $Name, [int] $Length = 3MB, [int] $Seed = 1)
    $folder = (New-Item -ItemType Directory -Path (Join-Path $Site ($Name -replace '[^\w ]', '_'))).FullName
    Set-LabDisk $folder -Length $Length -Seed $Seed
    $disk = @{ id = 'disk0'; path = 'disk0.raw'; format = 'raw'; boot = $true }
    @{ format = 1; id = [guid]::NewGuid().ToString(); name = $Name; operatingSystem = 'Linux'; disks = @($disk) } | ConvertTo-Json -Depth 5 |
        Set-Content (Join-Path $folder 'machine.json')
    $folder
}

# Gives the disk of a machine's folder another content; the seed decides which.
function Set-LabDisk {
    param([string] $Folder, [int] $Length = 3MB, [int] $Seed = 99)
    $content = [byte[]]::new($Length)
    [Random]::new($Seed).NextBytes($content)
    [IO.File]::WriteAllBytes((Join-Path $Folder 'disk0.raw'), $content)
}

function New-Lab {
    param([string[]] $Machine = @('web01'), [int] $Length = 3MB, [switch] $Replicated)
    $root = New-LabFolder
    $lab = [pscustomobject]@{
        Root = $root; Hq = Join-Path $root 'hq'; Dr = Join-Path $root 'dr'; Workspace = Join-Path $root 'home'
    }
    $null = New-Item -ItemType Directory -Path $lab.Hq, $lab.Dr
    $seed = 0
    foreach ($name in $Machine) { $null = New-LabMachine $lab.Hq $name -Length $Length -Seed (++$seed) }
    $env:REPLICATION_HOME = $lab.Workspace
    $null = New-ReplicationSite hq $lab.Hq -Hypervisor none
    $null = New-ReplicationSite dr $lab.Dr -Hypervisor none
    $null = New-ReplicationGroup web hq dr
    $null = Get-ReplicationMachine -Site hq | Add-ReplicatedVM -Group web
    if ($Replicated) { Start-VMReplication -Group web }
    $lab
}

function Remove-Lab {
    param($Lab)
    $env:REPLICATION_HOME = $null
    Remove-Item -Recurse -Force $Lab.Root -ErrorAction Ignore
}

# The program of the host that the module brings, used as an admin would.
function Invoke-HostCommand {
    $program = Join-Path (Split-Path (Get-BuiltModulePath)) host replication.dll
    dotnet $program host @args --json | ConvertFrom-Json
}

# The host lets go before the folder is removed.
function Remove-LabWithHost {
    param($Lab)
    $null = Invoke-HostCommand stop --workspace $Lab.Workspace
    Remove-Lab $Lab
}

# Everything that the lab's folders hold, by path and content: equal before and after means that nothing was changed. The
# catalog is one file as soon as nobody has it open; what had not come into it yet would be in the log beside it.
function Get-LabPicture {
    param($Lab)
    Get-ChildItem $Lab.Root -Recurse -File -Force | Where-Object { $_.Name -notmatch '^(owner|catalog\.db-shm)' -and ($_.Name -ne 'catalog.db-wal' -or $_.Length) } |
        Sort-Object FullName | ForEach-Object { "$($_.FullName) $((Get-FileHash $_.FullName).Hash)" }
}

function Get-LabMachineFolder {
    param([string] $Site, [string] $Name)
    Get-ChildItem $Site -Directory | Where-Object {
        (Test-Path (Join-Path $_.FullName 'machine.json')) -and (Get-Content (Join-Path $_.FullName 'machine.json') | ConvertFrom-Json).name -eq $Name
    } | ForEach-Object FullName
}

function Get-DiskHash {
    param([string] $Site, [string] $Name)
    (Get-ChildItem (Get-LabMachineFolder $Site $Name) -Filter *.raw | Get-FileHash).Hash
}

# INV-08: a rehearsal writes no object, fails at nothing, and leaves catalog, stores and machines as they were, byte for byte.
function Assert-Unchanged {
    param($Lab, [scriptblock] $Rehearsal)
    $before = Get-LabPicture $Lab
    $written = @(& $Rehearsal 2>&1)
    $written | Should -BeNullOrEmpty
    Get-LabPicture $Lab | Should -Be $before
}

# INV-10: exactly one error, with the id, the item that failed and a category that says something. A target that is not known
# before the command runs is given as a script.
function Assert-Refused {
    param([scriptblock] $Command, [string] $Id, $Target, [string] $Category)
    $failures = @(Get-Refusal $Command)
    $failures | Should -HaveCount 1 -Because "$Command fails with one error: $failures"
    $failures[0].FullyQualifiedErrorId | Should -BeLike "$Id,*" -Because "$failures"
    if ($Target -is [scriptblock]) { $Target = & $Target }
    if ($null -ne $Target) { $failures[0].TargetObject | Should -Be $Target }
    $failures[0].CategoryInfo.Category | Should -Not -Be 'NotSpecified'
    if ($Category) { $failures[0].CategoryInfo.Category | Should -Be $Category }
}

# A PowerShell without a host cannot put a question: a command that asks one fails there, and does nothing.
function Assert-Asks {
    param($Lab, [string] $Command)
    $before = Get-LabPicture $Lab
    $shell = [powershell]::Create()
    try {
        $null = $shell.AddScript("Import-Module '$(Get-BuiltModulePath)'; $Command -Workspace '$($Lab.Workspace)'")
        try { $null = $shell.Invoke() } catch { $_.Exception.InnerException | Should -Not -BeNullOrEmpty }
        $shell.HadErrors | Should -BeTrue
    }
    finally { $shell.Dispose() }
    Get-LabPicture $Lab | Should -Be $before
}

# The errors of a command, whether it went on after them or not.
function Get-Refusal {
    param([scriptblock] $Command)
    try { & $Command 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] } }
    catch { $_ }
}

# What the line completes to; everything that is offered says what it is.
function Get-Completed {
    param([string] $Line)
    $offered = @([Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches)
    foreach ($match in $offered) {
        $match.ToolTip | Should -Not -BeNullOrEmpty
        $match.CompletionText
    }
}

# Help that answers: a text for every parameter, and at least two examples that PowerShell can read and whose parameters exist.
function Assert-Help {
    param([string] $Name)
    $help = Get-Help $Name
    $help.Synopsis | Should -Not -BeNullOrEmpty
    foreach ($parameter in Get-Help $Name -Parameter *) { ($parameter.description | Out-String).Trim() | Should -Not -BeNullOrEmpty -Because "-$($parameter.name)" }
    $examples = @($help.examples.example)
    $examples.Count | Should -BeGreaterOrEqual 2
    foreach ($example in $examples) {
        $problems = $null
        $tree = [Management.Automation.Language.Parser]::ParseInput($example.code, [ref] $null, [ref] $problems)
        $problems | Should -BeNullOrEmpty
        foreach ($call in $tree.FindAll({ param($node) $node -is [Management.Automation.Language.CommandAst] }, $true)) {
            $command = Get-Command $call.GetCommandName() -ErrorAction Ignore
            if ($null -eq $command -or $command.Source -ne 'Replication') { continue }
            foreach ($given in $call.CommandElements.Where({ $_ -is [Management.Automation.Language.CommandParameterAst] })) {
                { $command.ResolveParameter($given.ParameterName) } | Should -Not -Throw -Because $example.code
            }
        }
    }
}

# Runs a script in a PowerShell of its own, without profile; returns its output, errors included.
function Invoke-Shell {
    param([string] $Script)
    & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $Script 2>&1
}

# Profiles dr, old and new, whose credentials nobody ever asks for. The SDK looks once per process where the file is.
$env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $PSScriptRoot 'aws-profiles'

if (-not (Get-Module Replication)) { Import-BuiltModule }
Export-ModuleMember -Function *
