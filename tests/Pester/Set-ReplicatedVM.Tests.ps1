BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Set-ReplicatedVM' {
    BeforeAll { $lab = New-Lab -Machine web01, web02 -Replicated; Set-ReplicationPolicy web -RecoveryPointInterval 0 }
    AfterAll { Remove-Lab $lab }

    It 'changes launch settings and excluded disks, and leaves the rest' {
        (Set-ReplicatedVM web01 -Launch @{ InstanceType = 'm5.large' } -PassThru).Launch.InstanceType | Should -Be 'm5.large'
        $changed = Set-ReplicatedVM web01 -Launch @{ PrivateIpAddress = '10.1.0.20' } -TestLaunch @{ SubnetId = 'subnet-9' } -PassThru
        $changed.Launch.InstanceType | Should -Be 'm5.large'
        $changed.TestLaunch.SubnetId | Should -Be 'subnet-9'
        Set-ReplicatedVM web02 -ExcludedDisk disk0 | Should -BeNullOrEmpty
        (Get-ReplicatedVM web02).ExcludedDisks | Should -Be 'disk0'
        (Set-ReplicatedVM web02 -ExcludedDisk @() -PassThru).ExcludedDisks | Should -BeNullOrEmpty
    }

    It 'takes a restart as seen, which a VM without one does not mind' {
        (Set-ReplicatedVM web01 -ConfirmFirstLogonRestart -PassThru).PendingFirstLogonRestart | Should -BeFalse
    }

    It 'takes VMs and machines from the pipeline' {
        @(Get-ReplicatedVM | Set-ReplicatedVM -Launch @{ KeyName = 'ops' } -PassThru) | Should -HaveCount 2
        (Get-ReplicationMachine web01 -Site hq | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Set-ReplicatedVM -ExcludedDisk @() -PassThru).Name | Should -Be 'web01'
    }

    It 'pins a recovery point, which no policy gives up then, and lets it go again' {
        $first = Get-RecoveryPoint web01
        $pinned = $first | Set-ReplicatedVM -Pin -PassThru
        $pinned.Pinned | Should -BeTrue
        $pinned.RecoveryPointId | Should -Be $first.RecoveryPointId
        Set-ReplicationPolicy web -RecoveryHistory 0
        Start-VMReplication web01
        (Get-RecoveryPoint web01).RecoveryPointId | Should -Contain $first.RecoveryPointId
        Get-RecoveryPoint web01 | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Select-Object -First 1 | Set-ReplicatedVM -Unpin
        @(Get-RecoveryPoint web01 | Where-Object Pinned) | Should -HaveCount 0
        Start-VMReplication web01
        (Get-RecoveryPoint web01).RecoveryPointId | Should -Not -Contain $first.RecoveryPointId
    }

    It 'INV-08 rehearses without a trace' {
        Assert-Unchanged $lab { Set-ReplicatedVM web01 -ExcludedDisk disk0 -Launch @{ KeyName = 'x' } -WhatIf }
        Assert-Unchanged $lab { Get-RecoveryPoint web01 | Set-ReplicatedVM -Pin -WhatIf }
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Set-ReplicatedVM nope -ExcludedDisk disk0 } }
        @{ id = 'DiskNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Set-ReplicatedVM web01 -ExcludedDisk disk7 } }
        @{ id = 'OptionInvalid'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidArgument'; command = { Set-ReplicatedVM web01 -Launch @{ Nonsense = 1 } } }
        @{ id = 'OptionInvalid'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidArgument'; command = { Set-ReplicatedVM web01 -Launch @{ GuestAddresses = @{ first = '10.0.0.1' } } } }
        @{ id = 'RecoveryPointNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Set-ReplicatedVM web01 -RecoveryPoint nope -Pin } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs and their recovery points' {
        Get-Completed 'Set-ReplicatedVM web0' | Should -Be @('web01', 'web02')
        Get-Completed 'Set-ReplicatedVM web02 -Pin -RecoveryPoint ' | Should -Be (Get-RecoveryPoint web02).RecoveryPointId
    }

    It 'has help' { Assert-Help Set-ReplicatedVM }
}
