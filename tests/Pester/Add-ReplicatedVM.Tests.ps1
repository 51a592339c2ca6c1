BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Add-ReplicatedVM' {
    BeforeEach {
        $lab = New-Lab -Machine web01
        foreach ($name in 'web02', 'web03', "d'b 1") { $null = New-LabMachine $lab.Hq $name }
    }
    AfterEach { Remove-Lab $lab }

    It 'protects a machine by name or id' {
        $vm = Add-ReplicatedVM web02 -Group web
        $vm.State | Should -Be 'ReadyForInitialReplication'
        $vm.GroupName | Should -Be 'web'
        $vm.PrimaryMachineId | Should -Be (Get-ReplicationMachine web02 -Site hq).MachineId
        (Add-ReplicatedVM (Get-ReplicationMachine web03 -Site hq).MachineId -Group web -ExcludedDisk disk0).ExcludedDisks | Should -Be 'disk0'
    }

    It 'takes machines and what is left of them from the pipeline' {
        (Get-ReplicationMachine web02 -Site hq | Add-ReplicatedVM -Group web).Name | Should -Be 'web02'
        (Get-ReplicationMachine web03 -Site hq | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Add-ReplicatedVM -Group web).Name | Should -Be 'web03'
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Add-ReplicatedVM web02, web03 -Group web -WhatIf } }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'GroupNotFound'; target = 'Group nope'; category = 'ObjectNotFound'; command = { Add-ReplicatedVM web02 -Group nope } }
        @{ id = 'MachineNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Add-ReplicatedVM nope -Group web } }
        @{ id = 'VmAlreadyReplicated'; target = 'web01'; category = 'ResourceExists'; command = { Add-ReplicatedVM web01 -Group web } }
        @{ id = 'DiskNotFound'; target = 'web02'; category = 'ObjectNotFound'; command = { Add-ReplicatedVM web02 -Group web -ExcludedDisk disk7 } }
        @{ id = 'MachineAmbiguous'; target = 'twin'; category = 'InvalidArgument'; command = {
                $null = New-LabMachine $lab.Hq twin; Rename-Item (Join-Path $lab.Hq twin) (Join-Path $lab.Hq other); $null = New-LabMachine $lab.Hq twin; Add-ReplicatedVM twin -Group web } }
        @{ id = 'SiteUnavailable'; target = 'web02'; category = 'ResourceUnavailable'; command = { Rename-Item $lab.Hq (Join-Path $lab.Root away); Add-ReplicatedVM web02 -Group web } }
    ) { Assert-Refused $command $id $target $category }

    It 'goes on with the other machines' {
        (Add-ReplicatedVM nope, web02 -Group web -ErrorAction SilentlyContinue).Name | Should -Be 'web02'
    }

    It 'completes groups, and machines of the source of the group on the line' {
        Get-Completed 'Add-ReplicatedVM -Group w' | Should -Be 'web'
        Get-Completed 'Add-ReplicatedVM -Group web -Machine w' | Should -Be @('web01', 'web02', 'web03')
        Get-Completed 'Add-ReplicatedVM -Group web -Machine d' | Should -Be "'d''b 1'"
    }

    It 'has help' { Assert-Help Add-ReplicatedVM }
}
