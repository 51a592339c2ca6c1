BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'New-ReplicationGroup' {
    BeforeAll { $lab = New-Lab }
    AfterAll { Remove-Lab $lab }

    It 'makes a group, with a policy of its own or a shared one' {
        $group = New-ReplicationGroup apps hq dr
        $group.SourceSite | Should -Be 'hq'
        $group.TargetSite | Should -Be 'dr'
        $group.VMCount | Should -Be 0
        $group.PolicyName | Should -Be 'apps'
        (New-ReplicationGroup sql hq dr -Policy web).PolicyName | Should -Be 'web'
    }

    It 'sets how data arrives' { (New-ReplicationGroup moved hq dr -Transfer @{ Method = 'Import'; ImportPrefix = 'p' }).Transfer.ImportPrefix | Should -Be 'p'; Remove-ReplicationGroup moved }

    It 'takes a policy from the pipeline' { (Get-ReplicationPolicy web | New-ReplicationGroup piped hq dr).PolicyName | Should -Be 'web' }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { New-ReplicationGroup g hq dr -WhatIf } }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'SiteNotFound'; target = 'Site nope'; category = 'ObjectNotFound'; command = { New-ReplicationGroup g nope dr } }
        @{ id = 'SiteNotFound'; target = 'Site nope'; category = 'ObjectNotFound'; command = { New-ReplicationGroup g hq nope } }
        @{ id = 'PolicyNotFound'; target = 'Policy nope'; category = 'ObjectNotFound'; command = { New-ReplicationGroup g hq dr -Policy nope } }
        @{ id = 'SameSite'; target = 'g'; category = 'InvalidArgument'; command = { New-ReplicationGroup g hq hq } }
        @{ id = 'OptionInvalid'; target = 'g'; category = 'InvalidArgument'; command = { New-ReplicationGroup g hq dr -Transfer @{ Method = 'none' } } }
        @{ id = 'DuplicateName'; target = 'web'; category = 'ResourceExists'; command = { New-ReplicationGroup web hq dr } }
        @{ id = 'FrequencyNotAchievable'; target = 'g'; category = 'InvalidArgument'; command = {
                $null = New-ReplicationSite cloud -Region eu-west-1 -ErrorAction Ignore; $null = New-ReplicationPolicy quick -ReplicationFrequency 0:00:30; New-ReplicationGroup g cloud hq -Policy quick } }
    ) {
        Assert-Refused $command $id $target $category
        (Get-ReplicationGroup).Name | Sort-Object | Should -Be @('apps', 'piped', 'sql', 'web') -Because 'nothing is half made'
    }

    It 'completes sites and policies' {
        Get-Completed 'New-ReplicationGroup x -SourceSite h' | Should -Be 'hq'
        Get-Completed 'New-ReplicationGroup x hq d' | Should -Be 'dr'
        Get-Completed 'New-ReplicationGroup x hq dr -Policy w' | Should -Be 'web'
    }

    It 'has help' { Assert-Help New-ReplicationGroup }
}
