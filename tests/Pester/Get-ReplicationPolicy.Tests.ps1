BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Get-ReplicationPolicy' {
    BeforeAll { $lab = New-Lab; $null = New-ReplicationPolicy 'gold 24/7' }
    AfterAll { Remove-Lab $lab }

    It 'lists all, those of a pattern, one by name or id' {
        (Get-ReplicationPolicy).Name | Sort-Object | Should -Be @('gold 24/7', 'web')
        (Get-ReplicationPolicy g*).Name | Should -Be 'gold 24/7'
        (Get-ReplicationPolicy (Get-ReplicationPolicy web).PolicyId).Name | Should -Be 'web'
    }

    It 'takes names, policies and groups from the pipeline' {
        ('web' | Get-ReplicationPolicy).Name | Should -Be 'web'
        (Get-ReplicationPolicy | Get-ReplicationPolicy) | Should -HaveCount 2
    }

    It 'INV-10 refuses PolicyNotFound and goes on' {
        Assert-Refused { Get-ReplicationPolicy nope } 'PolicyNotFound' 'nope' 'ObjectNotFound'
        ('nope', 'web' | Get-ReplicationPolicy -ErrorAction SilentlyContinue).Name | Should -Be 'web'
    }

    It 'completes names' {
        Get-Completed 'Get-ReplicationPolicy g' | Should -Be "'gold 24/7'"
        Get-Completed 'Get-ReplicationPolicy w' | Should -Be 'web'
    }

    It 'has help' { Assert-Help Get-ReplicationPolicy }
}
