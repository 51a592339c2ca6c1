BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Set-ReplicationPolicy' {
    BeforeAll { $lab = New-Lab; $null = New-ReplicationPolicy gold -DailyPoints 3; $null = New-ReplicationPolicy old }
    AfterAll { Remove-Lab $lab }

    It 'changes what is given and leaves the rest' {
        $changed = Set-ReplicationPolicy gold -RpoThreshold 0:30:00 -PassThru
        $changed.RpoThreshold | Should -Be ([timespan]'00:30:00')
        $changed.DailyPoints | Should -Be 3
        Set-ReplicationPolicy gold -DailyPoints 4 | Should -BeNullOrEmpty
        (Get-ReplicationPolicy gold).DailyPoints | Should -Be 4
    }

    It 'takes policies from the pipeline' {
        (Get-ReplicationPolicy | Set-ReplicationPolicy -DailyPoints 5 -PassThru).DailyPoints | Should -Be @(5, 5, 5)
        (Get-ReplicationPolicy gold | ConvertTo-Json | ConvertFrom-Json | Set-ReplicationPolicy -DailyPoints 6 -PassThru).DailyPoints | Should -Be 6
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Set-ReplicationPolicy * -RecoveryHistory 1 -WhatIf } }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'PolicyNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Set-ReplicationPolicy nope -DailyPoints 1 } }
        @{ id = 'PolicyInvalid'; target = 'gold'; category = 'InvalidArgument'; command = { Set-ReplicationPolicy gold -RpoThreshold 0:00:00 } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes names' { Get-Completed 'Set-ReplicationPolicy g' | Should -Be 'gold' }

    It 'has help' { Assert-Help Set-ReplicationPolicy }
}
