BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Complete-InstantRecovery' {
    BeforeAll { $lab = New-Lab -Machine web01, web02 -Replicated }
    AfterAll { Remove-LabWithHost $lab }

    It 'copies the disks of a machine that was made from a mounted point' {
        if (-not (Get-Command qemu-system-x86_64 -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'qemu-system-x86_64 is not installed'; return }
        Set-ReplicationSite dr -Hypervisor qemu
        Start-TestFailover web01 -Instant -NoStart
        Join-Path $lab.Dr 'web01 - Test' '*.raw' | Should -Not -Exist
        $job = Get-ReplicatedVM web01 | Complete-InstantRecovery -PassThru
        $job.State | Should -Be 'Succeeded'
        Get-DiskHash $lab.Dr 'web01 - Test' | Should -Be (Get-DiskHash $lab.Hq web01)
        Get-ChildItem (Join-Path $lab.Workspace mounts) | Should -BeNullOrEmpty
        Stop-TestFailover web01
    }

    It 'INV-07 changes nothing where there is nothing to copy' { Complete-InstantRecovery web02 -ErrorAction Stop }

    It 'INV-08 rehearses without a trace' {
        # What the host writes by itself is none of the rehearsal's.
        $null = Invoke-HostCommand stop --workspace $lab.Workspace
        Assert-Unchanged $lab { Complete-InstantRecovery web02 -WhatIf }
    }

    It 'INV-10 refuses VmNotReplicated' { Assert-Refused { Complete-InstantRecovery nope } 'VmNotReplicated' 'nope' 'ObjectNotFound' }

    It 'completes VMs' { Get-Completed 'Complete-InstantRecovery w' | Should -Be @('web01', 'web02') }

    It 'has help' { Assert-Help Complete-InstantRecovery }
}
