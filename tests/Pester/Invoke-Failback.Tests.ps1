BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Invoke-Failback' {
    BeforeEach {
        $lab = New-Lab -Machine web01, web02 -Replicated
        Start-Failover web01 -Confirm:$false
        Start-ReverseReplication web01
        $replica = (Get-ChildItem (Get-LabMachineFolder $lab.Dr web01) -Filter *.raw).FullName
    }
    AfterEach { Remove-Lab $lab }

    It 'INV-01 brings everything home that changed on either side' {
        $content = [IO.File]::ReadAllBytes($replica); $content[2MB] = $content[2MB] -bxor 1; [IO.File]::WriteAllBytes($replica, $content)
        $home0 = Join-Path $lab.Hq web01 disk0.raw
        $content = [IO.File]::ReadAllBytes($home0); $content[0] = $content[0] -bxor 1; [IO.File]::WriteAllBytes($home0, $content)
        (Invoke-Failback web01 -Confirm:$false -PassThru).State | Should -Be 'Succeeded'
        (Get-ReplicatedVM web01).State | Should -Be 'FailbackComplete'
        Get-DiskHash $lab.Hq web01 | Should -Be (Get-FileHash $replica).Hash
        Complete-Failover web01 -Confirm:$false
        $vm = Get-ReplicatedVM web01
        $vm.State | Should -Be 'Replicating'
        $vm.Direction | Should -Be 'Forward'
        Start-VMReplication web01
        (Test-RecoveryPoint web01).Intact | Should -BeTrue
    }

    It 'unplanned: comes home to the newest point there when the other site is lost' {
        $before = (Get-FileHash $replica).Hash
        Set-LabDisk (Join-Path $lab.Hq web01) -Seed 5
        Rename-Item $lab.Dr (Join-Path $lab.Root lost)
        $job = Invoke-Failback web01 -Unplanned -Confirm:$false -PassThru
        $job.State | Should -Be 'Succeeded'
        Get-DiskHash $lab.Hq web01 | Should -Be $before
        Rename-Item (Join-Path $lab.Root lost) $lab.Dr
        (Get-ReplicatedVM web01).State | Should -Be 'FailbackComplete'
    }

    It 'unplanned: comes home to a named point' {
        Set-ReplicationPolicy web -RecoveryPointInterval 0
        $old = Get-RecoveryPoint web01 -Latest
        $oldHash = (Get-FileHash $replica).Hash
        Set-LabDisk (Split-Path $replica) -Seed 6
        if ((Split-Path -Leaf $replica) -ne 'disk0.raw') { Move-Item -Force (Join-Path (Split-Path $replica) disk0.raw) $replica }
        Start-VMReplication web01
        $old | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Invoke-Failback -Unplanned -Confirm:$false
        Get-DiskHash $lab.Hq web01 | Should -Be $oldHash
    }

    It 'takes VMs from the pipeline' {
        Get-ReplicatedVM | Where-Object Direction -EQ Reverse | Invoke-Failback -Confirm:$false
        (Get-ReplicatedVM web01).State | Should -Be 'FailbackComplete'
    }

    It 'INV-08 rehearses without a trace' {
        Assert-Unchanged $lab { Invoke-Failback web01 -WhatIf }
        Assert-Unchanged $lab { Invoke-Failback web01 -Unplanned -WhatIf }
    }

    It 'does nothing where nobody can be asked' { Assert-Asks $lab 'Invoke-Failback web01' }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Invoke-Failback nope -Confirm:$false } }
        @{ id = 'NotReprotected'; target = { (Get-ReplicatedVM web02).VMId }; category = 'InvalidOperation'; command = { Invoke-Failback web02 -Confirm:$false } }
        @{ id = 'RecoveryPointNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Invoke-Failback web01 -Unplanned -RecoveryPoint nope -Confirm:$false } }
        @{ id = 'SiteUnavailable'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ResourceUnavailable'; command = { Rename-Item $lab.Dr (Join-Path $lab.Root lost); Invoke-Failback web01 -Confirm:$false } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs and points' {
        Get-Completed 'Invoke-Failback w' | Should -Be @('web01', 'web02')
        Get-Completed 'Invoke-Failback web02 -RecoveryPoint ' | Should -Be (Get-RecoveryPoint web02).RecoveryPointId
    }

    It 'has help' { Assert-Help Invoke-Failback }
}
