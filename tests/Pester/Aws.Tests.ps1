BeforeDiscovery {
    Import-Module $PSScriptRoot/Cloud.psm1
    $obstacle = Get-CloudObstacle
    if ($obstacle) { Write-Host "Skipped: a life to AWS and back, $obstacle." }
}

BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
    Import-Module $PSScriptRoot/Cloud.psm1
}

Describe 'To AWS and back' -Skip:([bool] $obstacle) {
    BeforeAll {
        $lab = New-Lab -Machine web01
        $cloud = Start-Cloud (New-Item -ItemType Directory (Join-Path $lab.Root cloud)).FullName
        Remove-ReplicatedVM web01 -Confirm:$false
        $site = New-ReplicationSite cloud -Region $cloud.Region -ServiceUrl $cloud.Url
        $null = New-ReplicationGroup away hq cloud
        $null = Get-ReplicationMachine web01 -Site hq | Add-ReplicatedVM -Group away
        $disk = Join-Path $lab.Hq web01 disk0.raw
    }
    AfterAll { Stop-Cloud $cloud; Remove-Lab $lab }

    It 'answers whether the region can be used' {
        $answer = $site | Test-ReplicationSite
        $answer.Usable | Should -BeTrue
        $answer.StoreId | Should -BeLike 'ebs:*:eu-west-1'
        $answer.CanStartMachines | Should -BeTrue
    }

    It 'INV-01 replicates into EBS snapshots and proves them' {
        (Start-VMReplication web01 -PassThru).State | Should -Be 'Succeeded'
        (Get-RecoveryPoint web01 | Test-RecoveryPoint).Intact | Should -BeTrue
        (Get-RecoveryPoint web01 | Get-ReplicationSnapshot).SnapshotId | Should -BeLike 'snap-*'
    }

    It 'keeps the site what it is' {
        (Set-ReplicationSite cloud -InstanceType m5.large -PassThru).Settings.instanceType | Should -Be 'm5.large'
        Assert-Refused { Set-ReplicationSite cloud -Region us-east-1 } 'SiteIdentityChanged' 'cloud'
        Assert-Refused { Set-ReplicationSite cloud -Prefix other/ } 'SiteIdentityChanged' 'cloud'
        Assert-Refused { Set-ReplicationSite cloud -ServiceUrl $cloud.Url.Replace('127.0.0.1', 'localhost') -Bucket not-there } 'SiteIdentityChanged' 'cloud'
        (Set-ReplicationSite cloud -ServiceUrl $cloud.Url.Replace('127.0.0.1', 'localhost') -PassThru).Settings.serviceUrl | Should -Match 'localhost'
        (Get-RecoveryPoint web01 | Test-RecoveryPoint).Intact | Should -BeTrue
    }

    It 'is refused a test without a network that is declared for it' { Assert-Refused { Start-TestFailover web01 } 'TestNetworkNotDeclared' { (Get-ReplicatedVM web01).VMId } }

    It 'INV-01 rehearses in the isolated network' {
        $network = New-CloudTestNetwork $cloud
        Set-ReplicationGroup away -TestLaunch $network
        Start-TestFailover web01
        $test = Get-ReplicationMachine 'web01 - Test' -Site cloud
        $test.PowerState | Should -Be 'Running'
        (Get-FileHash (Get-CloudVolumeFile $cloud $test)).Hash.Length | Should -Be 64
        Stop-TestFailover web01
        Get-ReplicationMachine -Site cloud | Should -BeNullOrEmpty
    }

    It 'INV-01 fails over to an instance, replicates home and comes home, bit for bit' {
        Start-Failover web01 -Confirm:$false
        $replica = Get-ReplicationMachine web01 -Site cloud
        $volume = Get-CloudVolumeFile $cloud $replica
        Read-Start $volume 3MB | Should -Be (Get-FileHash $disk).Hash
        # What the workload writes there, and what happens to the disk at home meanwhile.
        Edit-Byte $volume 2MB
        Edit-Byte $disk 0
        Start-ReverseReplication web01
        (Get-ReplicatedVM web01).Direction | Should -Be 'Reverse'
        Assert-Refused { Invoke-Failback web01 -Confirm:$false } 'VmRunning' { (Get-ReplicatedVM web01).VMId }
        Stop-CloudMachine $cloud $replica
        Edit-Byte $volume 1MB
        $expected = Read-Start $volume 3MB
        Invoke-Failback web01 -Confirm:$false
        (Get-FileHash $disk).Hash | Should -Be $expected
        Complete-Failover web01 -Confirm:$false
        $vm = Get-ReplicatedVM web01
        $vm.State | Should -Be 'Replicating'
        $vm.Direction | Should -Be 'Forward'
    }
}
