BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Start-ReverseReplication' {
    BeforeEach { $lab = New-Lab -Machine web01, web02 -Replicated; Start-Failover web01 -Confirm:$false }
    AfterEach { Remove-Lab $lab }

    It 'replicates home, and sends only what differs from the disk there' {
        $replica = Join-Path (Get-LabMachineFolder $lab.Dr web01) (Get-ChildItem (Get-LabMachineFolder $lab.Dr web01) -Filter *.raw).Name
        $content = [IO.File]::ReadAllBytes($replica); $content[2MB] = $content[2MB] -bxor 1; [IO.File]::WriteAllBytes($replica, $content)
        $job = Start-ReverseReplication web01 -PassThru
        $job.State | Should -Be 'Succeeded'
        $job.BytesSent | Should -BeGreaterThan 0
        $job.BytesSent | Should -BeLessThan 1MB
        $vm = Get-ReplicatedVM web01
        $vm.Direction | Should -Be 'Reverse'
        $vm.State | Should -Be 'Replicating'
        $vm.PrimarySite | Should -Be 'dr'
        (Test-RecoveryPoint web01).Intact | Should -BeTrue
        (Start-VMReplication web01 -PassThru).BytesSent | Should -Be 0
    }

    It 'replicates to another site where the former one is lost' {
        $null = New-ReplicationSite third (Join-Path $lab.Root third)
        Remove-Item -Recurse -Force $lab.Hq
        (Start-ReverseReplication web01 -ToSite third -PassThru).BytesSent | Should -Be 3MB
        (Get-ReplicatedVM web01).ReplicaSite | Should -Be 'third'
        (Test-RecoveryPoint web01).Intact | Should -BeTrue
        Invoke-Failback web01 -Confirm:$false
        Get-DiskHash (Join-Path $lab.Root third) web01 | Should -Be (Get-DiskHash $lab.Dr web01)
    }

    It 'takes VMs and what is left of them from the pipeline' {
        Start-Failover web02 -Confirm:$false
        Get-ReplicatedVM web01 | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Start-ReverseReplication
        Get-ReplicatedVM web02 | Start-ReverseReplication
        (Get-ReplicatedVM).Direction | Should -Be @('Reverse', 'Reverse')
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Start-ReverseReplication web01 -WhatIf } }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Start-ReverseReplication nope } }
        @{ id = 'SiteNotFound'; target = 'Site nope'; category = 'ObjectNotFound'; command = { Start-ReverseReplication web01 -ToSite nope } }
        @{ id = 'InvalidState'; target = { (Get-ReplicatedVM web02).VMId }; category = 'InvalidOperation'; command = { Start-ReverseReplication web02 } }
        @{ id = 'SiteUnavailable'; target = { (Get-ReplicatedVM web01 -WarningAction Ignore).VMId }; category = 'ResourceUnavailable'; command = { Rename-Item $lab.Hq (Join-Path $lab.Root away); Start-ReverseReplication web01 } }
        @{ id = 'ReplicaServerDisabled'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidOperation'; command = {
                $null = New-ReplicationSite bare (Join-Path $lab.Root bare) -NoStore; Start-ReverseReplication web01 -ToSite bare } }
        @{ id = 'SameSite'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidArgument'; command = { Start-ReverseReplication web01 -ToSite dr } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs and sites' {
        Get-Completed 'Start-ReverseReplication w' | Should -Be @('web01', 'web02')
        Get-Completed 'Start-ReverseReplication web01 -ToSite ' | Should -Be @('dr', 'hq')
    }

    It 'has help' { Assert-Help Start-ReverseReplication }
}
