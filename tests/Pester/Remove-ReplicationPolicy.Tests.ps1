BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Remove-ReplicationPolicy' {
    BeforeEach { $lab = New-Lab; $null = New-ReplicationPolicy a; $null = New-ReplicationPolicy b }
    AfterEach { Remove-Lab $lab }

    It 'removes policies that no group has' {
        Remove-ReplicationPolicy a | Should -BeNullOrEmpty
        (Get-ReplicationPolicy).Name | Sort-Object | Should -Be @('b', 'web')
    }

    It 'takes policies from the pipeline' {
        Get-ReplicationPolicy [ab] | Remove-ReplicationPolicy
        (Get-ReplicationPolicy).Name | Should -Be 'web'
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Remove-ReplicationPolicy [ab] -WhatIf } }

    It 'INV-10 refuses what is not there and what is in use, and goes on' {
        Assert-Refused { Remove-ReplicationPolicy nope } 'PolicyNotFound' 'nope' 'ObjectNotFound'
        Assert-Refused { Remove-ReplicationPolicy web } 'PolicyInUse' 'web' 'ResourceBusy'
        Remove-ReplicationPolicy * -ErrorAction SilentlyContinue
        (Get-ReplicationPolicy).Name | Should -Be 'web'
    }

    It 'completes names' { Get-Completed 'Remove-ReplicationPolicy ' | Should -Be @('a', 'b', 'web') }

    It 'has help' { Assert-Help Remove-ReplicationPolicy }
}
