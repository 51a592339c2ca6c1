# DSC resources over the cmdlets of Replication. A property that is null or empty is not managed: DSC hands over what a
# document leaves out as either. Everything else is compared with what the cmdlets say, so a second Set finds nothing to
# change. The resources share one file because DSC reads their properties from the text of the root module.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# Properties whose text has several forms that mean the same.
$PathProperties = 'Path', 'StorePath', 'CaFile'
$TimeProperties = 'ReplicationFrequency', 'RecoveryPointInterval', 'RpoThreshold'
$NameProperties = 'SourceSite', 'TargetSite', 'Policy'

# Settings of an Aws site that are properties of the resource under the same name.
$AwsProperties = 'Region', 'Zone', 'Account', 'Profile', 'Role', 'ExternalId', 'ServiceUrl', 'CaFile', 'Proxy', 'Bucket', 'Prefix', 'KmsKeyId'

# Launch settings: property of the resource, then table and key of Set-ReplicationGroup.
$LaunchProperties = [ordered]@{
    InstanceType         = 'Launch', 'InstanceType'
    SubnetId             = 'Launch', 'SubnetId'
    SecurityGroupIds     = 'Launch', 'SecurityGroupIds'
    TestInstanceType     = 'TestLaunch', 'InstanceType'
    TestSubnetId         = 'TestLaunch', 'SubnetId'
    TestSecurityGroupIds = 'TestLaunch', 'SecurityGroupIds'
}

function New-Refusal {
    param([string] $Id, $Resource, [string] $Message)
    $text = "$($Resource.GetType().Name) '$($Resource.Name)': $Message"
    [Management.Automation.ErrorRecord]::new([InvalidOperationException]::new($text), $Id, 'InvalidArgument', $Resource.Name)
}

# What every cmdlet is called with. Documents are applied where nobody can be asked.
function Get-Scope {
    param($Resource, [switch] $Change)
    $scope = @{ ErrorAction = 'Stop' }
    if ($Resource.Workspace) { $scope.Workspace = $Resource.Workspace }
    if ($Change) { $scope.Confirm = $false }
    $scope
}

# The site, policy or group of the resource's name; nothing where there is none. Not asked for by name, because a name may
# hold what a parameter takes for wildcards.
function Find-Item {
    param([string] $Command, $Resource)
    $scope = Get-Scope $Resource
    & $Command @scope | Where-Object Name -EQ $Resource.Name
}

# The properties that the document manages, with their values.
function Get-Wanted {
    param($Resource)
    $wanted = [ordered]@{}
    foreach ($property in $Resource.PSObject.Properties) {
        if ($property.Name -in 'Name', 'Ensure', 'Workspace', 'Reasons' -or [string]::IsNullOrEmpty("$($property.Value)")) { continue }
        $wanted[$property.Name] = $property.Value
    }
    $wanted
}

# A value in the one form in which it is compared.
function Get-Canonical {
    param($Resource, [string] $Property, $Value)
    if ($null -eq $Value) { return '' }
    if ($Property -in $PathProperties) {
        $path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Value)
        return [IO.Path]::TrimEndingDirectorySeparator([IO.Path]::GetFullPath($path))
    }
    if ($Property -in $TimeProperties) {
        $time = [timespan]::Zero
        if (-not [timespan]::TryParse($Value, [cultureinfo]::InvariantCulture, [ref] $time)) {
            throw New-Refusal DscPropertyInvalid $Resource "$Property is '$Value'. A time such as 00:15:00 is needed."
        }
        return $time.ToString('c', [cultureinfo]::InvariantCulture)
    }
    if ($Property -in $NameProperties) { return $Value.ToLowerInvariant() }
    ($Value | Sort-Object) -join ', '
}

# Names of the managed properties that are not as they are wanted.
function Get-Difference {
    param($Resource, $Actual)
    $wanted = Get-Wanted $Resource
    foreach ($name in $wanted.Keys) {
        if ((Get-Canonical $Resource $name $wanted[$name]) -cne (Get-Canonical $Resource $name $Actual.$name)) { $name }
    }
}

# Why the actual state is not the wanted one; nothing where it is.
function Get-Reason {
    param($Resource, $Actual)
    $kind = $Resource.GetType().Name
    $names = if ($Resource.Ensure -ne $Actual.Ensure) { 'Ensure' } elseif ($Resource.Ensure -eq 'Present') { Get-Difference $Resource $Actual }
    foreach ($name in $names) {
        [ReplicationReason]@{
            Code   = "${kind}:${kind}:$name"
            Phrase = "$name is '$($Actual.$name -join ', ')' and is wanted '$($Resource.$name -join ', ')'."
        }
    }
}

# Refuses a new item that lacks what it cannot be made without.
function Assert-Given {
    param($Resource, [string[]] $Property)
    $missing = @($Property | Where-Object { -not $Resource.$_ })
    if ($missing) { throw New-Refusal DscPropertyMissing $Resource "It is not there yet, and the document does not say its $($missing -join ', ')." }
}

# Refuses a change of what is settled when the item is made: what the cmdlet that changes it has no parameter for.
function Assert-Changeable {
    param($Resource, $Actual, [string] $Command, [string[]] $Difference)
    $parameters = (Get-Command $Command).Parameters.Keys
    foreach ($name in $Difference | Where-Object { $_ -notin $parameters }) {
        throw New-Refusal DscPropertyFixed $Resource ("$name is '$($Actual.$name)' and is wanted '$($Resource.$name)'. It cannot be changed in place; " +
            "keep '$($Actual.$name)' in the document, or give the new one another name.")
    }
}

function Set-Site {
    param($Resource)
    $found = Find-Item Get-ReplicationSite $Resource
    $scope = Get-Scope $Resource -Change
    if ($Resource.Ensure -eq 'Absent') {
        if ($found) { Remove-ReplicationSite -Name $found.SiteId @scope }
        return
    }
    if (-not $found) {
        if (-not $Resource.Region) { Assert-Given $Resource Path }
        $wanted = Get-Wanted $Resource
        $null = New-ReplicationSite -Name $Resource.Name @wanted @scope
        return
    }
    $actual = Read-Site $found
    $difference = @(Get-Difference $Resource $actual)
    if (-not $difference) { return }
    Assert-Changeable $Resource $actual Set-ReplicationSite $difference
    $changes = @{}
    foreach ($name in $difference) { $changes[$name] = $Resource.$name }
    Set-ReplicationSite -Name $found.SiteId @changes @scope
}

function Read-Site {
    param($Site)
    $state = [ReplicationSite]@{ Name = $Site.Name }
    if ($Site.Kind -eq 'Local') {
        $state.Path = $Site.Place
        $state.NoStore = $Site.Store -eq 'none'
        if (-not $state.NoStore) { $state.StorePath = $Site.Store }
        $state.Compress = $Site.Settings.ContainsKey('compression') -and $Site.Settings['compression'] -eq 'brotli'
        return $state
    }
    foreach ($name in $AwsProperties) {
        # Settings are named as the properties, in camel case.
        $setting = $name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)
        if ($Site.Settings.ContainsKey($setting)) { $state.$name = $Site.Settings[$setting] }
    }
    $state
}

function Set-Policy {
    param($Resource)
    $found = Find-Item Get-ReplicationPolicy $Resource
    $scope = Get-Scope $Resource -Change
    if ($Resource.Ensure -eq 'Absent') {
        if ($found) { Remove-ReplicationPolicy -Name $found.PolicyId @scope }
        return
    }
    if (-not $found) {
        $wanted = Get-Wanted $Resource
        foreach ($name in @($wanted.Keys)) { if ($name -in $TimeProperties) { $wanted[$name] = Get-Canonical $Resource $name $wanted[$name] } }
        $null = New-ReplicationPolicy -Name $Resource.Name @wanted @scope
        return
    }
    $changes = @{}
    foreach ($name in Get-Difference $Resource (Read-Policy $found)) { $changes[$name] = $Resource.$name }
    if ($changes.Count) { Set-ReplicationPolicy -Name $found.PolicyId @changes @scope }
}

function Read-Policy {
    param($Policy)
    [ReplicationPolicy]@{
        Name                  = $Policy.Name
        ReplicationFrequency  = $Policy.ReplicationFrequency.ToString('c')
        RecoveryHistory       = $Policy.RecoveryHistory
        RecoveryPointInterval = $Policy.RecoveryPointInterval.ToString('c')
        DailyPoints           = $Policy.DailyPoints
        RpoThreshold          = $Policy.RpoThreshold.ToString('c')
    }
}

function Set-Group {
    param($Resource)
    $found = Find-Item Get-ReplicationGroup $Resource
    $scope = Get-Scope $Resource -Change
    if ($Resource.Ensure -eq 'Absent') {
        if ($found) { Remove-ReplicationGroup -Name $found.GroupId @scope }
        return
    }
    if (-not $found) {
        Assert-Given $Resource SourceSite, TargetSite
        $policy = if ($Resource.Policy) { @{ Policy = $Resource.Policy } } else { @{} }
        $found = New-ReplicationGroup -Name $Resource.Name -SourceSite $Resource.SourceSite -TargetSite $Resource.TargetSite @policy @scope
    }
    $actual = Read-Group $found
    $changes = @{}
    foreach ($name in Get-Difference $Resource $actual) {
        if ($LaunchProperties.Contains($name)) {
            $table, $key = $LaunchProperties[$name]
            if (-not $changes.Contains($table)) { $changes[$table] = @{} }
            $changes[$table][$key] = $Resource.$name
        }
        elseif ($name -eq 'KeepStandby') { $changes.Standby = if ($Resource.KeepStandby) { 'Keep' } else { 'None' } }
        else {
            Assert-Changeable $Resource $actual Set-ReplicationGroup $name
            $changes[$name] = $Resource.$name
        }
    }
    if ($changes.Count) { Set-ReplicationGroup -Name $found.GroupId @changes @scope }
}

function Read-Group {
    param($Group)
    $state = [ReplicationGroup]@{
        Name = $Group.Name; SourceSite = $Group.SourceSite; TargetSite = $Group.TargetSite; Policy = $Group.PolicyName; KeepStandby = $Group.KeepStandby
    }
    foreach ($name in $LaunchProperties.Keys) {
        $table, $key = $LaunchProperties[$name]
        if ($Group.$table -and $Group.$table.Contains($key)) { $state.$name = $Group.$table[$key] }
    }
    $state
}

# The state of one resource: what is there, or that it is not, and how that differs from what is wanted.
function Get-State {
    param($Resource, [string] $Command, [string] $Reader)
    $found = Find-Item $Command $Resource
    $state = if ($found) { & $Reader $found } else { $Resource.GetType()::new() }
    $state.Name = $Resource.Name
    $state.Workspace = $Resource.Workspace
    if (-not $found) { $state.Ensure = 'Absent' }
    $state.Reasons = @(Get-Reason $Resource $state)
    $state
}

# One way in which something is not as it is wanted.
class ReplicationReason {
    [DscProperty()]
    [string] $Code

    [DscProperty()]
    [string] $Phrase
}

# A place where machines run: a folder (Path), or an account and region of AWS (Region).
[DscResource()]
class ReplicationSite {
    [DscProperty(Key)]
    [string] $Name

    [DscProperty()]
    [ValidateSet('Present', 'Absent')]
    [string] $Ensure = 'Present'

    # Folder of the workspace; without it that of REPLICATION_HOME, else the user's.
    [DscProperty()]
    [string] $Workspace

    [DscProperty()]
    [string] $Path

    [DscProperty()]
    [string] $StorePath

    [DscProperty()]
    [Nullable[bool]] $NoStore

    [DscProperty()]
    [Nullable[bool]] $Compress

    [DscProperty()]
    [string] $Region

    [DscProperty()]
    [string] $Zone

    [DscProperty()]
    [string] $Account

    # A named profile; credentials themselves are never part of a document.
    [DscProperty()]
    [string] $Profile

    [DscProperty()]
    [string] $Role

    [DscProperty()]
    [string] $ExternalId

    [DscProperty()]
    [string] $ServiceUrl

    [DscProperty()]
    [string] $CaFile

    [DscProperty()]
    [string] $Proxy

    [DscProperty()]
    [string] $Bucket

    [DscProperty()]
    [string] $Prefix

    [DscProperty()]
    [string] $KmsKeyId

    [DscProperty(NotConfigurable)]
    [ReplicationReason[]] $Reasons

    [ReplicationSite] Get() { return Get-State $this Get-ReplicationSite Read-Site }

    [bool] Test() { return $this.Get().Reasons.Count -eq 0 }

    [void] Set() { Set-Site $this }

    # A site that only recovery points of a lost workspace name has no place, so no document could make it.
    static [ReplicationSite[]] Export() { return @(Get-ReplicationSite | Where-Object Kind -NE Unknown | ForEach-Object { Read-Site $_ }) }
}

# How often machines are replicated, how many points are kept, which RPO is promised. Times as d.hh:mm:ss.
[DscResource()]
class ReplicationPolicy {
    [DscProperty(Key)]
    [string] $Name

    [DscProperty()]
    [ValidateSet('Present', 'Absent')]
    [string] $Ensure = 'Present'

    [DscProperty()]
    [string] $Workspace

    [DscProperty()]
    [string] $ReplicationFrequency

    [DscProperty()]
    [Nullable[int]] $RecoveryHistory

    [DscProperty()]
    [string] $RecoveryPointInterval

    [DscProperty()]
    [Nullable[int]] $DailyPoints

    [DscProperty()]
    [string] $RpoThreshold

    [DscProperty(NotConfigurable)]
    [ReplicationReason[]] $Reasons

    [ReplicationPolicy] Get() { return Get-State $this Get-ReplicationPolicy Read-Policy }

    [bool] Test() { return $this.Get().Reasons.Count -eq 0 }

    [void] Set() { Set-Policy $this }

    static [ReplicationPolicy[]] Export() { return @(Get-ReplicationPolicy | ForEach-Object { Read-Policy $_ }) }
}

# Machines replicated together from one site to another, and the networks of their failovers and tests.
[DscResource()]
class ReplicationGroup {
    [DscProperty(Key)]
    [string] $Name

    [DscProperty()]
    [ValidateSet('Present', 'Absent')]
    [string] $Ensure = 'Present'

    [DscProperty()]
    [string] $Workspace

    # Sites and policy by their names.
    [DscProperty()]
    [string] $SourceSite

    [DscProperty()]
    [string] $TargetSite

    [DscProperty()]
    [string] $Policy

    [DscProperty()]
    [Nullable[bool]] $KeepStandby

    [DscProperty()]
    [string] $InstanceType

    [DscProperty()]
    [string] $SubnetId

    [DscProperty()]
    [string[]] $SecurityGroupIds

    [DscProperty()]
    [string] $TestInstanceType

    [DscProperty()]
    [string] $TestSubnetId

    [DscProperty()]
    [string[]] $TestSecurityGroupIds

    [DscProperty(NotConfigurable)]
    [ReplicationReason[]] $Reasons

    [ReplicationGroup] Get() { return Get-State $this Get-ReplicationGroup Read-Group }

    [bool] Test() { return $this.Get().Reasons.Count -eq 0 }

    [void] Set() { Set-Group $this }

    static [ReplicationGroup[]] Export() { return @(Get-ReplicationGroup | ForEach-Object { Read-Group $_ }) }
}
