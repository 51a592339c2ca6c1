# A region of AWS for tests: the built program serves EC2, EBS, S3 and STS on an address that the system chooses.
Set-StrictMode -Version Latest

$Region = 'eu-west-1'
$AccessKey = 'AKIAPESTEREXAMPLE'
$SecretKey = 'pester/example+secret'

# Why there can be no such region here; nothing where there can.
function Get-CloudObstacle {
    if (-not (Test-Path (Get-Program))) { 'the command line was not built: dotnet build src/Replication.Agent -c Release' }
    elseif (-not (Get-Command curl -CommandType Application -ErrorAction Ignore)) { 'curl was not found, which signs the requests that make a network for tests' }
}

function Start-Cloud {
    param([string] $Folder)
    $start = [Diagnostics.ProcessStartInfo]::new((Get-Program))
    foreach ($argument in 'serve', '--region', "$Region=$Folder/store", '--ec2', $Folder, '--listen', 'http://127.0.0.1:0', '--json') { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardOutput = $true
    $start.Environment['REPLICATION_ACCESS_KEY_ID'] = $AccessKey
    $start.Environment['REPLICATION_SECRET_ACCESS_KEY'] = $SecretKey
    $process = [Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLine()
    if (-not $line) { throw "The server ended with $($process.ExitCode) before it listened." }
    # The sites find them by the normal chain of credentials.
    $env:AWS_ACCESS_KEY_ID = $AccessKey
    $env:AWS_SECRET_ACCESS_KEY = $SecretKey
    [pscustomobject]@{ Region = $Region; Url = ($line | ConvertFrom-Json).addresses[0]; Folder = $Folder; Process = $process }
}

function Stop-Cloud {
    param($Cloud)
    $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $null
    $Cloud.Process.Kill()
    $Cloud.Process.WaitForExit()
    $Cloud.Process.Dispose()
}

# An action of EC2, as an admin's other tools would call it.
function Invoke-Ec2 {
    param($Cloud, [string] $Action, [hashtable] $With = @{})
    $data = @("Action=$Action", 'Version=2016-11-15') + @($With.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" }) | ForEach-Object { '--data-urlencode', $_ }
    $answer = (curl --silent --show-error --aws-sigv4 "aws:amz:$($Cloud.Region):ec2" --user "${AccessKey}:$SecretKey" @data $Cloud.Url) -join "`n"
    $document = [xml] $answer
    if ($document.GetElementsByTagName('Error').Count) { throw "$Action`: $answer" }
    $document.DocumentElement
}

# A subnet and a security group that no production uses, as a table for -TestLaunch.
function New-CloudTestNetwork {
    param($Cloud)
    $vpc = (Invoke-Ec2 $Cloud CreateVpc @{ CidrBlock = '10.99.0.0/16' }).vpc.vpcId
    $subnet = (Invoke-Ec2 $Cloud CreateSubnet @{ VpcId = $vpc; CidrBlock = '10.99.1.0/24' }).subnet.subnetId
    $group = (Invoke-Ec2 $Cloud CreateSecurityGroup @{ VpcId = $vpc; GroupName = 'tests'; GroupDescription = 'Tests' }).groupId
    @{ SubnetId = $subnet; SecurityGroupIds = $group }
}

# The file that holds the bytes of a machine's first volume.
function Get-CloudVolumeFile {
    param($Cloud, $Machine)
    Join-Path $Cloud.Folder $Cloud.Region 'volumes' $Machine.Disks[0].Path
}

# Shuts an instance down and waits for it, as an admin would before a failback.
function Stop-CloudMachine {
    param($Cloud, $Machine)
    $null = Invoke-Ec2 $Cloud StopInstances @{ 'InstanceId.1' = $Machine.PlatformId }
    $deadline = [DateTime]::UtcNow.AddMinutes(1)
    do { Start-Sleep -Milliseconds 100; $state = (Invoke-Ec2 $Cloud DescribeInstances @{ 'InstanceId.1' = $Machine.PlatformId }).GetElementsByTagName('instanceState')[0].name }
    until ($state -eq 'stopped' -or [DateTime]::UtcNow -gt $deadline)
    if ($state -ne 'stopped') { throw "$($Machine.PlatformId) is $state." }
}

# Hash of the beginning of a file: a volume is as long as EBS counts, which is whole GiB.
function Read-Start {
    param([string] $Path, [int] $Length)
    $content = [byte[]]::new($Length)
    $file = [IO.File]::Open($Path, 'Open', 'Read', 'ReadWrite')
    try { $file.ReadExactly($content) } finally { $file.Dispose() }
    [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($content))
}

function Edit-Byte {
    param([string] $Path, [long] $Offset)
    $file = [IO.File]::Open($Path, 'Open', 'ReadWrite', 'ReadWrite')
    try { $file.Position = $Offset; $value = $file.ReadByte(); $file.Position = $Offset; $file.WriteByte($value -bxor 1) } finally { $file.Dispose() }
}

function Get-Program {
    Join-Path $PSScriptRoot '../../src/Replication.Agent/bin/Release/net10.0' ($IsWindows ? 'replication.exe' : 'replication')
}

Export-ModuleMember -Function Get-CloudObstacle, Start-Cloud, Stop-Cloud, Invoke-Ec2, New-CloudTestNetwork, Get-CloudVolumeFile, Stop-CloudMachine, Read-Start, Edit-Byte
