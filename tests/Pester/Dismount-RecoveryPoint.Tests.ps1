BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Dismount-RecoveryPoint' {
    BeforeAll { $lab = New-Lab -Replicated; $point = Get-RecoveryPoint web01 }
    AfterAll { Remove-LabWithHost $lab }

    It 'ends a mount, and all mounts of a point' {
        $mount = $point | Mount-RecoveryPoint
        $null = $point | Mount-RecoveryPoint -Writable
        ($mount | ConvertTo-Json | ConvertFrom-Json | Dismount-RecoveryPoint -PassThru).State | Should -Be 'Succeeded'
        $point | Dismount-RecoveryPoint
        Assert-Refused { $point | Dismount-RecoveryPoint } 'MountNotFound' $point.RecoveryPointId 'ObjectNotFound'
        Get-ChildItem (Join-Path $lab.Workspace mounts) | Should -BeNullOrEmpty
    }

    It 'loses what was written only when that is asked for' {
        if (-not (Get-Command qemu-io -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'qemu-io is not installed'; return }
        $mount = $point | Mount-RecoveryPoint -Writable
        $null = qemu-io -f raw -c 'write -P 7 0 4k' -c flush $mount.Disks[0].Uri
        Assert-Refused { $mount | Dismount-RecoveryPoint } 'MountHasChanges' $mount.MountId
        $null = qemu-io -f raw -c 'read -P 7 0 4k' $mount.Disks[0].Uri
        $LASTEXITCODE | Should -Be 0
        $mount | Dismount-RecoveryPoint -DiscardChanges
        Assert-Refused { $mount | Dismount-RecoveryPoint } 'MountNotFound'
    }

    It 'INV-08 rehearses without a trace, and completes mounts' {
        $mount = $point | Mount-RecoveryPoint
        Get-Completed 'Dismount-RecoveryPoint ' | Should -Be $mount.MountId
        # What the host writes by itself is none of the rehearsal's.
        $null = Invoke-HostCommand stop --workspace $lab.Workspace
        Assert-Unchanged $lab { $mount | Dismount-RecoveryPoint -WhatIf }
        $mount | Dismount-RecoveryPoint
    }

    It 'has help' { Assert-Help Dismount-RecoveryPoint }
}
