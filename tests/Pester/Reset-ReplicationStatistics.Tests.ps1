BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Reset-ReplicationStatistics' {
    BeforeAll { $lab = New-Lab -Machine web01, web02 -Replicated }
    AfterAll { Remove-Lab $lab }

    It 'begins to measure anew' {
        (Measure-ReplicatedVM web01).SuccessfulReplicationCount | Should -Be 1
        (Reset-ReplicationStatistics web01 -PassThru).Name | Should -Be 'web01'
        (Measure-ReplicatedVM web01).SuccessfulReplicationCount | Should -Be 0
        (Measure-ReplicatedVM web02).SuccessfulReplicationCount | Should -Be 1
    }

    It 'takes VMs, groups and measurements from the pipeline' {
        Get-ReplicatedVM | Reset-ReplicationStatistics
        (Measure-ReplicatedVM *).SuccessfulReplicationCount | Should -Be @(0, 0)
        @(Get-ReplicationGroup web | Reset-ReplicationStatistics -PassThru) | Should -HaveCount 2
        (Measure-ReplicatedVM web01 | ConvertTo-Json | ConvertFrom-Json | Reset-ReplicationStatistics -PassThru).Name | Should -Be 'web01'
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Reset-ReplicationStatistics * -WhatIf } }

    It 'INV-10 refuses VmNotReplicated and goes on' {
        Assert-Refused { Reset-ReplicationStatistics nope } 'VmNotReplicated' 'nope' 'ObjectNotFound'
        ('nope', 'web01' | Reset-ReplicationStatistics -PassThru -ErrorAction SilentlyContinue).Name | Should -Be 'web01'
    }

    It 'completes VMs' { Get-Completed 'Reset-ReplicationStatistics w' | Should -Be @('web01', 'web02') }

    It 'has help' { Assert-Help Reset-ReplicationStatistics }
}
