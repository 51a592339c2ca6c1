BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1 -Force
    Import-BuiltModule
    $modulePath = $env:PSModulePath
    $env:PSModulePath = (Resolve-Path $PSScriptRoot/../../out).Path + [IO.Path]::PathSeparator + $modulePath

    # Runs a script with the built classes in a PowerShell of its own; what it writes comes back by way of JSON.
    function Invoke-Dsc([string] $Script) {
        $file = Join-Path $lab.Root 'dsc.ps1'
        Set-Content $file "using module ReplicationDsc`nSet-StrictMode -Version Latest`n`$ErrorActionPreference = 'Stop'`n& {`n$Script`n} | ConvertTo-Json -Depth 5"
        $output = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $file 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $output
        $output | ConvertFrom-Json
    }
}

AfterAll { $env:PSModulePath = $modulePath }

Describe 'The layout' {
    It 'has the version of the module' {
        $manifest = Get-ChildItem $PSScriptRoot/../../out/ReplicationDsc -Recurse -Filter ReplicationDsc.psd1
        $manifest | Should -HaveCount 1
        $data = Import-PowerShellDataFile $manifest.FullName
        $version = (Import-PowerShellDataFile (Get-BuiltModulePath)).ModuleVersion
        $data.ModuleVersion | Should -Be $version
        $data.RequiredModules.ModuleVersion | Should -Be $version
        $manifest.Directory.Name | Should -Be $version
    }
}

Describe 'The resources' {
    BeforeAll { $lab = New-Lab }
    AfterAll { Remove-Lab $lab }

    It 'INV-07 make what is not there, and a second Set changes nothing' {
        $wanted = "
            `$wanted = [ReplicationSite]@{ Name = 'spare'; Path = Join-Path `$env:REPLICATION_HOME ../spare; Compress = `$true },
                [ReplicationPolicy]@{ Name = 'gold'; RpoThreshold = '0:20'; RecoveryHistory = 4 },
                [ReplicationGroup]@{ Name = 'apps'; SourceSite = 'HQ'; TargetSite = 'dr'; Policy = 'gold'; TestSubnetId = 'subnet-9'; TestSecurityGroupIds = 'sg-2', 'sg-1' }"
        $made = Invoke-Dsc "$wanted
            foreach (`$item in `$wanted) {
                @{ before = `$item.Get(); test = `$item.Test() }
                `$item.Set()
                @{ after = `$item.Get(); test = `$item.Test() }
            }"
        $made.test | Should -Be @($false, $true, $false, $true, $false, $true)
        foreach ($index in 0, 2, 4) {
            $made[$index].before.Ensure | Should -Be 'Absent'
            $made[$index].before.Reasons.Code | Should -BeLike '*:Ensure'
            $made[$index + 1].after.Ensure | Should -Be 'Present'
            $made[$index + 1].after.Reasons | Should -BeNullOrEmpty
        }
        $made[1].after.Compress | Should -BeTrue
        $made[3].after.RpoThreshold | Should -Be '00:20:00'
        $made[5].after.TestSecurityGroupIds | Should -Be @('sg-2', 'sg-1')
        $before = @(Get-LabPicture $lab | Where-Object { $_ -notmatch 'dsc\.ps1' })
        Invoke-Dsc "$wanted; foreach (`$item in `$wanted) { `$item.Set(); `$item.Test() }" | Should -Be @($true, $true, $true)
        @(Get-LabPicture $lab | Where-Object { $_ -notmatch 'dsc\.ps1' }) | Should -Be $before
    }

    It 'change what differs and say why' {
        $changed = Invoke-Dsc "
            `$policy = [ReplicationPolicy]@{ Name = 'gold'; DailyPoints = 7 }
            `$group = [ReplicationGroup]@{ Name = 'web'; KeepStandby = `$true; Policy = 'gold'; SubnetId = 'subnet-1'; TestSubnetId = 'subnet-2' }
            `$policy.Get().Reasons.Phrase
            `$group.Get().Reasons.Code
            `$policy.Set(); `$group.Set()
            `$policy.Test(); `$group.Test()"
        $changed[0] | Should -Be "DailyPoints is '0' and is wanted '7'."
        $changed[1..4] | Should -Be @('Policy', 'KeepStandby', 'SubnetId', 'TestSubnetId' | ForEach-Object { "ReplicationGroup:ReplicationGroup:$_" })
        $changed[-2..-1] | Should -Be @($true, $true)
        $group = Get-ReplicationGroup web
        $group.PolicyName | Should -Be 'gold'
        $group.KeepStandby | Should -BeTrue
        $group.Launch.SubnetId | Should -Be 'subnet-1'
        $group.TestLaunch.SubnetId | Should -Be 'subnet-2'
    }

    It 'INV-10 refuse what cannot be, with an id and the name' {
        $expected = @(
            @{ id = 'DscPropertyFixed'; target = 'web'; call = "([ReplicationGroup]@{ Name = 'web'; TargetSite = 'spare' }).Set()" }
            @{ id = 'DscPropertyMissing'; target = 'new'; call = "([ReplicationGroup]@{ Name = 'new'; SourceSite = 'hq' }).Set()" }
            @{ id = 'DscPropertyMissing'; target = 'new'; call = "([ReplicationSite]@{ Name = 'new' }).Set()" }
            @{ id = 'DscPropertyInvalid'; target = 'gold'; call = "([ReplicationPolicy]@{ Name = 'gold'; RpoThreshold = 'soon' }).Test()" }
            @{ id = 'SiteInUse'; target = 'hq'; call = "([ReplicationSite]@{ Name = 'hq'; Ensure = 'Absent' }).Set()" }
            @{ id = 'GroupNotEmpty'; target = 'web'; call = "([ReplicationGroup]@{ Name = 'web'; Ensure = 'Absent' }).Set()" }
        )
        $before = @(Get-LabPicture $lab | Where-Object { $_ -notmatch 'dsc\.ps1' })
        $failures = Invoke-Dsc (($expected | ForEach-Object {
            "try { $($_.call); @{ id = 'none'; target = `$null } } catch { @{ id = `$_.FullyQualifiedErrorId; target = `$_.TargetObject } }"
        }) -join "`n")
        foreach ($index in 0..5) {
            $failures[$index].id | Should -BeLike "$($expected[$index].id)*" -Because $expected[$index].call
            $failures[$index].target | Should -Be $expected[$index].target
        }
        @(Get-LabPicture $lab | Where-Object { $_ -notmatch 'dsc\.ps1' }) | Should -Be $before
    }

    It 'export what makes the same elsewhere' {
        $there = Join-Path $lab.Root 'elsewhere'
        $copied = Invoke-Dsc "
            `$all = [ReplicationSite]::Export() + [ReplicationPolicy]::Export() + [ReplicationGroup]::Export()
            @{ same = @(`$all | Where-Object { -not `$_.Test() }).Count; found = `$all.Count }
            foreach (`$item in `$all) { `$item.Workspace = '$there'; `$item.Set() }
            @{ same = @(`$all | Where-Object { -not `$_.Test() }).Count }"
        $copied[0].found | Should -Be (@(Get-ReplicationSite).Count + @(Get-ReplicationPolicy).Count + @(Get-ReplicationGroup).Count)
        $copied.same | Should -Be @(0, 0)
        (Get-ReplicationGroup web -Workspace $there).TestLaunch.SubnetId | Should -Be 'subnet-2'
    }

    It 'remove what nothing needs any more, and a second time nothing' {
        Invoke-Dsc "
            foreach (`$item in [ReplicationGroup]@{ Name = 'apps' }, [ReplicationSite]@{ Name = 'spare' }) {
                `$item.Ensure = 'Absent'; `$item.Set(); `$item.Test(); `$item.Set()
            }" | Should -Be @($true, $true)
        (Get-ReplicationGroup).Name | Should -Be 'web'
        (Get-ReplicationSite).Name | Should -Not -Contain 'spare'
    }
}
