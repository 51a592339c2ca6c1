BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Get-ReplicationMachine' {
    BeforeAll { $lab = New-Lab -Machine web01, web02, "d'b 1" }
    AfterAll { Remove-Lab $lab }

    It 'lists what a site holds, with patterns' {
        (Get-ReplicationMachine -Site hq).Name | Sort-Object | Should -Be @("d'b 1", 'web01', 'web02')
        (Get-ReplicationMachine web* -Site hq).Name | Sort-Object | Should -Be @('web01', 'web02')
        Get-ReplicationMachine x* -Site hq | Should -BeNullOrEmpty
        $machine = Get-ReplicationMachine WEB01 -Site hq
        (Get-ReplicationMachine $machine.MachineId -Site hq).Name | Should -Be 'web01'
        $machine.Disks[0].Length | Should -Be 3MB
        $machine.PowerState | Should -Be 'Off'
        $machine.SiteName | Should -Be 'hq'
    }

    It 'takes sites from the pipeline' {
        @(Get-ReplicationSite | Get-ReplicationMachine) | Should -HaveCount 3
        @('hq' | Get-ReplicationMachine web01) | Should -HaveCount 1
        @(Get-ReplicationSite hq | ConvertTo-Json | ConvertFrom-Json | Get-ReplicationMachine) | Should -HaveCount 3
    }

    It 'takes a name as it stands before it is a pattern, and refuses what is neither' {
        $folder = New-LabMachine $lab.Hq 'web[1]' -Seed 7
        (Get-ReplicationMachine 'web[1]' -Site hq).Name | Should -Be 'web[1]'
        Assert-Refused { Get-ReplicationMachine 'web[1' -Site hq } 'OptionInvalid' 'hq' 'InvalidArgument'
        Remove-Item -Recurse $folder
    }

    It 'binds to what comes next, after a trip through JSON as well' {
        (Get-ReplicationMachine web01 -Site hq | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Measure-ReplicatedVM).Name | Should -Be 'web01'
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'MachineNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Get-ReplicationMachine nope -Site hq } }
        @{ id = 'SiteNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Get-ReplicationMachine -Site nope } }
        @{ id = 'SiteUnavailable'; target = 'gone'; category = 'ResourceUnavailable'; command = { Get-ReplicationMachine -Site gone } }
    ) {
        if ($id -eq 'SiteUnavailable') { $null = New-ReplicationSite gone (Join-Path $lab.Root 'gone'); Remove-Item -Recurse -Force (Join-Path $lab.Root 'gone') }
        Assert-Refused $command $id $target $category
    }

    It 'goes on with the other sites' {
        (Get-ReplicationMachine web01 -Site nope, hq -ErrorAction SilentlyContinue -ErrorVariable failure).Name | Should -Be 'web01'
        $failure | Should -HaveCount 1
    }

    It 'completes machines of the site on the line, and sites' {
        Get-Completed 'Get-ReplicationMachine -Site hq w' | Should -Be @('web01', 'web02')
        Get-Completed 'Get-ReplicationMachine -Site hq d' | Should -Be "'d''b 1'"
        Get-Completed 'Get-ReplicationMachine -Site d' | Should -Be 'dr'
    }

    It 'has help' { Assert-Help Get-ReplicationMachine }
}
