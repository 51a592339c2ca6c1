BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'New-RecoveryPoint' {
    BeforeAll { $lab = New-Lab -Machine web01, web02; Set-ReplicationPolicy web -RecoveryPointInterval 0 }
    AfterAll { Remove-Lab $lab }

    It 'makes a point now and writes it' {
        $point = New-RecoveryPoint web01
        $point.VMName | Should -Be 'web01'
        $point.Verification | Should -Be 'Accepted'
        $point.Pinned | Should -BeFalse
        (Get-RecoveryPoint web01 -Latest).RecoveryPointId | Should -Be $point.RecoveryPointId
    }

    It 'pins it' {
        (New-RecoveryPoint web01 -Pin).Pinned | Should -BeTrue
        (Get-RecoveryPoint web01 -Latest).Pinned | Should -BeTrue
    }

    It 'takes VMs and groups from the pipeline, one instant for a group' {
        $points = Get-ReplicationGroup web | New-RecoveryPoint
        $points.VMName | Sort-Object | Should -Be @('web01', 'web02')
        @($points.GroupPointId | Sort-Object -Unique) | Should -HaveCount 1
        @($points[0].GroupPointId) | Should -Not -BeNullOrEmpty
        (Get-ReplicatedVM web02 | ConvertTo-Json -Depth 4 | ConvertFrom-Json | New-RecoveryPoint).VMName | Should -Be 'web02'
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { New-RecoveryPoint web* -Pin -WhatIf } }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { New-RecoveryPoint nope } }
        @{ id = 'InvalidState'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidOperation'; command = { Suspend-ReplicatedVM web01; New-RecoveryPoint web01 } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs' { Get-Completed 'New-RecoveryPoint w' | Should -Be @('web01', 'web02') }

    It 'has help' { Assert-Help New-RecoveryPoint }
}
