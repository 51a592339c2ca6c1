BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Remove-ReplicationSite' {
    BeforeEach {
        $lab = New-Lab
        $null = New-ReplicationSite a (Join-Path $lab.Root 'a'); $null = New-ReplicationSite b (Join-Path $lab.Root 'b'); $null = New-ReplicationSite "c d" (Join-Path $lab.Root 'c')
    }
    AfterEach { Remove-Lab $lab }

    It 'forgets sites and leaves their folders' {
        Remove-ReplicationSite a
        (Get-ReplicationSite).Name | Should -Not -Contain 'a'
        Test-Path (Join-Path $lab.Root 'a') | Should -BeTrue
    }

    It 'takes names, patterns and objects from the pipeline' {
        'a' | Remove-ReplicationSite
        Get-ReplicationSite 'c d' | Remove-ReplicationSite
        Remove-ReplicationSite [b]
        (Get-ReplicationSite).Name | Sort-Object | Should -Be @('dr', 'hq')
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Remove-ReplicationSite a, b -WhatIf } }

    It 'INV-10 refuses what is not there and what is in use, and goes on' {
        Assert-Refused { Remove-ReplicationSite nope } 'SiteNotFound' 'nope' 'ObjectNotFound'
        Assert-Refused { Remove-ReplicationSite hq } 'SiteInUse' 'hq' 'ResourceBusy'
        Remove-ReplicationSite * -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.TargetObject | Sort-Object | Should -Be @('dr', 'hq')
        (Get-ReplicationSite).Name | Sort-Object | Should -Be @('dr', 'hq')
    }

    It 'completes names' { Get-Completed 'Remove-ReplicationSite c' | Should -Be "'c d'" }

    It 'has help' { Assert-Help Remove-ReplicationSite }
}
