BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Remove-RecoveryPoint' {
    BeforeEach {
        $lab = New-Lab
        Set-ReplicationPolicy web -RecoveryPointInterval 0
        $first, $second, $third = 1..3 | ForEach-Object { New-RecoveryPoint web01 }
    }
    AfterEach { Remove-Lab $lab }

    It 'removes a point, and what is kept stays whole' {
        (Remove-RecoveryPoint web01 $second.RecoveryPointId -Confirm:$false -PassThru).State | Should -Be 'Succeeded'
        (Get-RecoveryPoint web01).RecoveryPointId | Should -Be @($first.RecoveryPointId, $third.RecoveryPointId)
        (Get-RecoveryPoint web01 | Test-RecoveryPoint).Intact | Should -Be @($true, $true)
    }

    It 'takes points and what is left of them from the pipeline' {
        $first | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Remove-RecoveryPoint -Confirm:$false
        $second | Remove-RecoveryPoint -Confirm:$false
        (Get-RecoveryPoint web01).RecoveryPointId | Should -Be $third.RecoveryPointId
    }

    It 'removes a pinned one with -Force alone' {
        $first | Set-ReplicatedVM -Pin
        Assert-Refused { $first | Remove-RecoveryPoint -Confirm:$false } 'RecoveryPointPinned' $first.RecoveryPointId
        $first | Remove-RecoveryPoint -Confirm:$false -Force
        @(Get-RecoveryPoint web01) | Should -HaveCount 2
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { $first | Remove-RecoveryPoint -WhatIf } }

    It 'does nothing where nobody can be asked' { Assert-Asks $lab "Remove-RecoveryPoint web01 $($first.RecoveryPointId)" }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Remove-RecoveryPoint nope x -Confirm:$false } }
        @{ id = 'RecoveryPointNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Remove-RecoveryPoint web01 nope -Confirm:$false } }
        @{ id = 'RecoveryPointInUse'; target = { $third.RecoveryPointId }; category = 'ResourceBusy'; command = { $third | Remove-RecoveryPoint -Confirm:$false } }
        @{ id = 'RecoveryPointInUse'; target = { $first.RecoveryPointId }; category = 'ResourceBusy'; command = { $first | Start-TestFailover; $first | Remove-RecoveryPoint -Confirm:$false } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs and points' {
        Get-Completed 'Remove-RecoveryPoint w' | Should -Be 'web01'
        Get-Completed 'Remove-RecoveryPoint web01 ' | Should -Be @($first.RecoveryPointId, $second.RecoveryPointId, $third.RecoveryPointId)
    }

    It 'has help' { Assert-Help Remove-RecoveryPoint }
}
