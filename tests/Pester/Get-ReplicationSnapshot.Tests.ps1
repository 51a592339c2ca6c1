BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Get-ReplicationSnapshot' {
    BeforeAll { $lab = New-Lab -Machine web01, web02; Set-ReplicationPolicy web -RecoveryPointInterval 0; 1..2 | ForEach-Object { Start-VMReplication web01 } }
    AfterAll { Remove-Lab $lab }

    It 'lists the snapshots behind points, one per disk' {
        $points = Get-RecoveryPoint web01
        $snapshots = Get-ReplicationSnapshot web01
        $snapshots.SnapshotId | Should -Be $points.Disks.SnapshotId
        $snapshots.State | Should -Be @('Completed', 'Completed')
        $snapshots[0].DiskId | Should -Be 'disk0'
        Get-ReplicationSnapshot web02 | Should -BeNullOrEmpty
    }

    It 'takes points, VMs, groups and what is left of them from the pipeline' {
        $point = Get-RecoveryPoint web01 -Latest
        ($point | Get-ReplicationSnapshot).SnapshotId | Should -Be $point.Disks[0].SnapshotId
        ($point | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Get-ReplicationSnapshot).SnapshotId | Should -Be $point.Disks[0].SnapshotId
        Get-ReplicationGroup web | Get-ReplicationSnapshot | Should -HaveCount 2
    }

    It 'changes nothing' { $before = Get-LabPicture $lab; $null = Get-ReplicationSnapshot *; Get-LabPicture $lab | Should -Be $before }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Get-ReplicationSnapshot nope } }
        @{ id = 'GroupNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Get-ReplicationSnapshot -Group nope } }
        @{ id = 'RecoveryPointNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Get-ReplicationSnapshot web01 -RecoveryPoint nope } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs and points' {
        Get-Completed 'Get-ReplicationSnapshot w' | Should -Be @('web01', 'web02')
        Get-Completed 'Get-ReplicationSnapshot web01 -RecoveryPoint ' | Should -Be (Get-RecoveryPoint web01).RecoveryPointId
    }

    It 'has help' { Assert-Help Get-ReplicationSnapshot }
}
