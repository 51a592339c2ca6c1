BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Test-ReplicationSite' {
    BeforeAll { $lab = New-Lab -Replicated }
    AfterAll { Remove-Lab $lab }

    It 'answers what a site holds' {
        $answer = Test-ReplicationSite hq
        $answer.Usable | Should -BeTrue
        $answer.MachineCount | Should -Be 1
        $answer.AcceptsReplicas | Should -BeTrue
        $answer.StoreId | Should -BeNullOrEmpty
        $answer.FreeBytes | Should -BeGreaterThan 0
        $answer.ErrorId | Should -BeNullOrEmpty
        (Test-ReplicationSite dr).StoreId | Should -Not -BeNullOrEmpty
    }

    It 'takes sites from the pipeline' {
        (Get-ReplicationSite | Test-ReplicationSite).Name | Sort-Object | Should -Be @('dr', 'hq')
        (Get-ReplicationSite | ConvertTo-Json | ConvertFrom-Json | Test-ReplicationSite).Usable | Should -Be @($true, $true)
    }

    It 'answers a question and does not fail: a folder that is not there is not usable' {
        $gone = Join-Path $lab.Root 'gone'
        $null = New-ReplicationSite gone $gone
        Remove-Item -Recurse -Force $gone
        $answer = Test-ReplicationSite gone -ErrorAction Stop
        $answer.Usable | Should -BeFalse
        $answer.ErrorId | Should -Be 'SiteUnavailable'
        $answer.Reason | Should -Match 'is not there'
        Test-Path $gone | Should -BeFalse
    }

    It 'changes nothing' { $before = Get-LabPicture $lab; $null = Test-ReplicationSite hq, dr; Get-LabPicture $lab | Should -Be $before }

    It 'INV-10 refuses SiteNotFound' { Assert-Refused { Test-ReplicationSite nope } 'SiteNotFound' 'nope' 'ObjectNotFound' }

    It 'completes names' { Get-Completed 'Test-ReplicationSite h' | Should -Be 'hq' }

    It 'has help' { Assert-Help Test-ReplicationSite }
}
