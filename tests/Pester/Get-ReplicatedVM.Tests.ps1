BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Get-ReplicatedVM' {
    BeforeAll { $lab = New-Lab -Machine web01, web02, "d'b 1"; $null = New-ReplicationGroup empty hq dr }
    AfterAll { Remove-Lab $lab }

    It 'lists all, those of a pattern, of a group, one by name or id' {
        (Get-ReplicatedVM).Name | Sort-Object | Should -Be @("d'b 1", 'web01', 'web02')
        (Get-ReplicatedVM web*).Name | Sort-Object | Should -Be @('web01', 'web02')
        (Get-ReplicatedVM web01 -Group web).Name | Should -Be 'web01'
        Get-ReplicatedVM -Group empty | Should -BeNullOrEmpty
        $vm = Get-ReplicatedVM WEB01
        (Get-ReplicatedVM $vm.VMId).Name | Should -Be 'web01'
        (Get-ReplicatedVM $vm.PrimaryMachineId).Name | Should -Be 'web01'
        $vm.State | Should -BeOfType string
        $vm.Health | Should -Be 'Warning'
        $vm.PrimarySite | Should -Be 'hq'
    }

    It 'takes groups, machines, VMs and what is left of them from the pipeline' {
        @(Get-ReplicationGroup web | Get-ReplicatedVM) | Should -HaveCount 3
        (Get-ReplicationMachine web02 -Site hq | Get-ReplicatedVM).Name | Should -Be 'web02'
        (Get-ReplicatedVM web01 | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Get-ReplicatedVM).Name | Should -Be 'web01'
        ([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-ReplicatedVM web01))) | Get-ReplicatedVM).Name | Should -Be 'web01'
        [pscustomobject]@{ VMName = 'web02'; Other = 1 } | Get-ReplicatedVM | ForEach-Object Name | Should -Be 'web02'
        [guid](Get-ReplicatedVM web01).VMId | Get-ReplicatedVM | ForEach-Object Name | Should -Be 'web01'
    }

    It 'shows a VM whose destination cannot be read, with its health unknown' {
        Rename-Item $lab.Dr (Join-Path $lab.Root away)
        try {
            $vm = Get-ReplicatedVM web01 -WarningVariable warned -WarningAction SilentlyContinue
            $vm.Health | Should -Be 'Unknown'
            $warned | Should -Match 'SiteUnavailable'
        }
        finally { Rename-Item (Join-Path $lab.Root away) $lab.Dr }
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Get-ReplicatedVM nope } }
        @{ id = 'GroupNotFound'; target = 'Group nope'; category = 'ObjectNotFound'; command = { Get-ReplicatedVM -Group nope } }
        @{ id = 'OptionInvalid'; target = 'web[0'; category = 'InvalidArgument'; command = { Get-ReplicatedVM web[0 } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs and groups' {
        Get-Completed 'Get-ReplicatedVM -VM w' | Should -Be @('web01', 'web02')
        Get-Completed 'Get-ReplicatedVM d' | Should -Be "'d''b 1'"
        Get-Completed 'Get-ReplicatedVM -Group e' | Should -Be 'empty'
    }

    It 'has help' { Assert-Help Get-ReplicatedVM }
}
