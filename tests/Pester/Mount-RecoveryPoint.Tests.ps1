BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Mount-RecoveryPoint' {
    BeforeAll { $lab = New-Lab -Machine web01, web02 -Replicated; $point = Get-RecoveryPoint web01 }
    AfterAll { Remove-LabWithHost $lab }

    It 'INV-08 rehearses without a trace' {
        Assert-Unchanged $lab { $point | Mount-RecoveryPoint -Writable -WhatIf }
        Test-Path (Join-Path $lab.Workspace host) | Should -BeFalse
    }

    It 'writes where each disk is served, and the same again' {
        $mount = Mount-RecoveryPoint web01 $point.RecoveryPointId
        $mount.Disks[0].Uri | Should -BeLike 'nbd+unix:///disk0?socket=*'
        $mount.Disks[0].Length | Should -Be 3MB
        $mount.Writable | Should -BeFalse
        ($point | Mount-RecoveryPoint).MountId | Should -Be $mount.MountId
    }

    It 'INV-01 serves what the source held' {
        $image = Join-Path $lab.Root served.raw
        if (-not (Get-Command qemu-img -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'qemu-img is not installed'; return }
        qemu-img convert -f raw -O raw ($point | Mount-RecoveryPoint).Disks[0].Uri $image
        (Get-FileHash $image).Hash | Should -Be (Get-DiskHash $lab.Hq web01)
    }

    It 'takes points and what is left of them from the pipeline, and gives each writable mount overlays of its own' {
        $mounts = Get-RecoveryPoint web* | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Mount-RecoveryPoint -Writable -TcpPort 0
        $mounts.VMName | Should -Be @('web01', 'web02')
        $mounts.Disks.Uri | Should -BeLike 'nbd://127.0.0.1:*/disk0'
        ($point | Mount-RecoveryPoint -Writable).MountId | Should -Not -BeIn $mounts.MountId
    }

    It 'keeps the point' {
        New-RecoveryPoint web01 | Out-Null
        Assert-Refused { $point | Remove-RecoveryPoint -Confirm:$false } 'RecoveryPointInUse' $point.RecoveryPointId 'ResourceBusy'
        Assert-Refused { Remove-ReplicatedVM web01 -Confirm:$false } 'VmHasMounts'
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Mount-RecoveryPoint nope x } }
        @{ id = 'RecoveryPointNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Mount-RecoveryPoint web01 nope } }
        @{ id = 'DiskNotFound'; target = { $point.RecoveryPointId }; category = 'ObjectNotFound'; command = { $point | Mount-RecoveryPoint -Disk disk7 } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs and points' {
        Get-Completed 'Mount-RecoveryPoint w' | Should -Be @('web01', 'web02')
        Get-Completed 'Mount-RecoveryPoint web02 ' | Should -Be (Get-RecoveryPoint web02).RecoveryPointId
    }

    It 'has help' { Assert-Help Mount-RecoveryPoint }
}
