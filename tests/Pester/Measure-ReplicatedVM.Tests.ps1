BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Measure-ReplicatedVM' {
    BeforeAll { $lab = New-Lab -Machine web01, web02; Start-VMReplication web01; Start-VMReplication web01 }
    AfterAll { Remove-Lab $lab }

    It 'says what replication has cost and achieved' {
        $measured = Measure-ReplicatedVM web01
        $measured.SuccessfulReplicationCount | Should -Be 2
        $measured.MaximumReplicationSize | Should -Be 3MB
        $measured.RpoViolated | Should -BeFalse
        $measured.RpoAge.TotalMinutes | Should -BeLessThan 10
        (Measure-ReplicatedVM web02).SuccessfulReplicationCount | Should -Be 0
    }

    It 'takes groups, VMs, machines and what is left of them from the pipeline, and flows on' {
        (Get-ReplicationGroup | Measure-ReplicatedVM).Name | Sort-Object | Should -Be @('web01', 'web02')
        (Get-ReplicatedVM web01 | Measure-ReplicatedVM).Name | Should -Be 'web01'
        (Get-ReplicationMachine web02 -Site hq | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Measure-ReplicatedVM).Name | Should -Be 'web02'
        Measure-ReplicatedVM web* | Where-Object RpoViolated | Should -BeNullOrEmpty
        (Measure-ReplicatedVM web01 | Get-ReplicatedVM).Name | Should -Be 'web01'
    }

    It 'changes nothing' { $before = Get-LabPicture $lab; $null = Measure-ReplicatedVM *; Get-LabPicture $lab | Should -Be $before }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Measure-ReplicatedVM nope } }
        @{ id = 'GroupNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Measure-ReplicatedVM -Group nope } }
        @{ id = 'NoVms'; target = 'empty'; category = 'InvalidOperation'; command = { $null = New-ReplicationGroup empty hq dr; Measure-ReplicatedVM -Group empty } }
        @{ id = 'SiteUnavailable'; target = { (Get-ReplicatedVM web01 -WarningAction Ignore).VMId }; category = 'ResourceUnavailable'; command = { Rename-Item $lab.Dr (Join-Path $lab.Root away); Measure-ReplicatedVM web01 } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs and groups' {
        Get-Completed 'Measure-ReplicatedVM w' | Should -Be @('web01', 'web02')
        Get-Completed 'Measure-ReplicatedVM -Group w' | Should -Be 'web'
    }

    It 'has help' { Assert-Help Measure-ReplicatedVM }
}
