BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'A life through the pipeline' {
    BeforeAll { $lab = New-Lab -Machine web01, web02 }
    AfterAll { Remove-Lab $lab }

    It 'replicates the VMs of a group at one instant' {
        $job = Get-ReplicatedVM -Group web | Start-VMReplication -PassThru
        $job | Should -HaveCount 1
        $job.State | Should -Be 'Succeeded'
        $points = Get-ReplicationGroup web | Get-RecoveryPoint
        $points | Should -HaveCount 2
        @($points.GroupPointId | Sort-Object -Unique) | Should -HaveCount 1
    }

    It 'INV-01 makes a test machine that is equal to the source, and removes it' {
        $job = Get-RecoveryPoint -VM web01 -Latest | Start-TestFailover -NoStart -PassThru
        $job.Result.machineName | Should -Be 'web01 - Test'
        Get-DiskHash $lab.Dr 'web01 - Test' | Should -Be (Get-DiskHash $lab.Hq web01)
        (Get-ReplicatedVM web01).TestMachineId | Should -Be $job.Result.machineId
        Get-ReplicatedVM | Where-Object TestMachineId | Stop-TestFailover
        (Get-ReplicatedVM web01).TestMachineId | Should -BeNullOrEmpty
    }

    It 'answers that a point is whole' {
        $answer = Get-RecoveryPoint web01 -Latest | Test-RecoveryPoint
        $answer.Intact | Should -BeTrue
        (Get-RecoveryPoint web01 -Latest).Verification | Should -Be 'ReadBack'
    }

    It 'exports a point that is equal to the source' {
        $folder = Join-Path $lab.Root 'export'
        $job = Get-RecoveryPoint web02 -Latest | Export-RecoveryPoint -Path $folder -PassThru
        (Get-FileHash $job.Result.files.disk0).Hash | Should -Be (Get-DiskHash $lab.Hq web02)
    }

    It 'fails over, is undone, fails over again, reverses, comes home' {
        Start-Failover web01 -NoStart -Confirm:$false
        (Get-ReplicatedVM web01).State | Should -Be 'FailedOverWaitingCompletion'
        Undo-Failover web01 -Force -Confirm:$false
        (Get-ReplicatedVM web01).State | Should -Be 'Replicating'
        Start-Failover web01 -Planned -NoStart -Confirm:$false
        (Get-ReplicatedVM web01).Direction | Should -Be 'Reverse'
        Invoke-Failback web01 -Confirm:$false
        Complete-Failover web01 -Confirm:$false
        $vm = Get-ReplicatedVM web01
        $vm.State | Should -Be 'Replicating'
        $vm.Direction | Should -Be 'Forward'
    }

    It 'measures, and begins anew' {
        (Measure-ReplicatedVM web02).SuccessfulReplicationCount | Should -Be 1
        Reset-ReplicationStatistics web02
        (Measure-ReplicatedVM web02).SuccessfulReplicationCount | Should -Be 0
    }

    It 'removes VMs, the group and the sites' {
        Remove-ReplicatedVM -Group web -DeleteRecoveryPoint -Force -Confirm:$false
        Get-ReplicatedVM | Should -BeNullOrEmpty
        Get-ReplicationGroup | Remove-ReplicationGroup
        Remove-ReplicationSite *
        Get-ReplicationSite | Should -BeNullOrEmpty
    }
}
