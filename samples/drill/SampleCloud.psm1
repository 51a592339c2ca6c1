# A stand-in for a region of AWS on this machine: "replication serve --ec2" on a free port of the loopback address, with keys
# that are made for it and end with it.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$Region = 'eu-west-1'
$StartLimit = [timespan]::FromMinutes(2)

function Start-SampleCloud {
    param(
        # The program replication, or its replication.dll.
        [Parameter(Mandatory)] [string] $Program,
        # New folder for what the region holds.
        [Parameter(Mandatory)] [string] $Folder
    )

    $start = [Diagnostics.ProcessStartInfo]::new($Program)
    if ([IO.Path]::GetExtension($Program) -eq '.dll') {
        $start.FileName = 'dotnet'
        $start.ArgumentList.Add($Program)
    }
    foreach ($argument in 'serve', '--region', "$Region=$(Join-Path $Folder $Region store)", '--ec2', $Folder, '--listen', 'http://127.0.0.1:0', '--json') {
        $start.ArgumentList.Add($argument)
    }
    $start.RedirectStandardOutput = $true
    $cloud = [pscustomobject]@{
        Process = $null
        Region  = $Region
        Url     = $null
        Volumes = Join-Path $Folder $Region volumes
        KeyId   = "AKIA$([Convert]::ToHexString([Security.Cryptography.RandomNumberGenerator]::GetBytes(8)))"
        Secret  = [Convert]::ToHexString([Security.Cryptography.RandomNumberGenerator]::GetBytes(20))
    }
    $start.Environment['REPLICATION_ACCESS_KEY_ID'] = $cloud.KeyId
    $start.Environment['REPLICATION_SECRET_ACCESS_KEY'] = $cloud.Secret
    $cloud.Process = [Diagnostics.Process]::Start($start)
    $line = $cloud.Process.StandardOutput.ReadLineAsync()
    if (-not $line.Wait($StartLimit) -or -not $line.GetAwaiter().GetResult()) {
        Stop-SampleCloud $cloud
        throw "The server $Program did not start."
    }
    $cloud.Url = ($line.GetAwaiter().GetResult() | ConvertFrom-Json).addresses[0].TrimEnd('/')
    $cloud
}

function Stop-SampleCloud {
    param([Parameter(Mandatory)] $Cloud)
    if (-not $Cloud.Process.HasExited) { $Cloud.Process.Kill($true) }
    $Cloud.Process.WaitForExit()
    $Cloud.Process.Dispose()
}

# A subnet and a security group that nothing but tests uses.
function New-SampleTestNetwork {
    param([Parameter(Mandatory)] $Cloud)
    $vpc = (Invoke-Ec2 $Cloud CreateVpc @{ CidrBlock = '10.99.0.0/16' }).CreateVpcResponse.vpc.vpcId
    $subnet = (Invoke-Ec2 $Cloud CreateSubnet @{ VpcId = $vpc; CidrBlock = '10.99.1.0/24' }).CreateSubnetResponse.subnet.subnetId
    $group = (Invoke-Ec2 $Cloud CreateSecurityGroup @{ VpcId = $vpc; GroupName = 'tests'; GroupDescription = 'Tests' }).CreateSecurityGroupResponse.groupId
    @{ SubnetId = $subnet; SecurityGroupIds = @($group) }
}

# One call of EC2, signed by curl, which every system of today brings. The key goes to it by its input, because arguments can
# be seen by everybody.
function Invoke-Ec2 {
    param($Cloud, [string] $Action, [hashtable] $Parameter)
    $body = (@{ Action = $Action; Version = '2016-11-15' } + $Parameter).GetEnumerator().ForEach({ "$($_.Key)=$([uri]::EscapeDataString($_.Value))" }) -join '&'
    $curl = if ($IsWindows) { 'curl.exe' } else { 'curl' }
    $answer = "user = `"$($Cloud.KeyId):$($Cloud.Secret)`"" |
        & $curl --silent --show-error --fail-with-body --config - --aws-sigv4 "aws:amz:$($Cloud.Region):ec2" --data $body "$($Cloud.Url)/"
    if ($LASTEXITCODE) { throw "$Action was refused: $answer" }
    [xml] ($answer -join "`n")
}

Export-ModuleMember -Function Start-SampleCloud, Stop-SampleCloud, New-SampleTestNetwork
