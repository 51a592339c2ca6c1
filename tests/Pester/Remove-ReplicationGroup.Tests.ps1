BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Remove-ReplicationGroup' {
    BeforeEach { $lab = New-Lab; $null = New-ReplicationGroup a hq dr; $null = New-ReplicationGroup b hq dr }
    AfterEach { Remove-Lab $lab }

    It 'removes empty groups' {
        Remove-ReplicationGroup a | Should -BeNullOrEmpty
        (Get-ReplicationGroup).Name | Sort-Object | Should -Be @('b', 'web')
    }

    It 'takes groups from the pipeline' {
        Get-ReplicationGroup [ab] | Remove-ReplicationGroup
        (Get-ReplicationGroup).Name | Should -Be 'web'
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Remove-ReplicationGroup [ab] -WhatIf } }

    It 'INV-10 refuses what is not there and what has VMs, and goes on' {
        Assert-Refused { Remove-ReplicationGroup nope } 'GroupNotFound' 'nope' 'ObjectNotFound'
        Assert-Refused { Remove-ReplicationGroup web } 'GroupNotEmpty' 'web' 'InvalidOperation'
        Remove-ReplicationGroup * -ErrorAction SilentlyContinue
        (Get-ReplicationGroup).Name | Should -Be 'web'
    }

    It 'completes names' { Get-Completed 'Remove-ReplicationGroup w' | Should -Be 'web' }

    It 'has help' { Assert-Help Remove-ReplicationGroup }
}
