BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Get-ReplicationAgent' {
    BeforeAll { $lab = New-Lab -Replicated }
    AfterAll { Remove-Lab $lab }

    It 'says that there is none, and shows the schedule all the same' {
        $agent = Get-ReplicationAgent
        $agent.State | Should -Be 'Stopped'
        $agent.ProcessId | Should -BeNullOrEmpty
        $agent.Schedule.GroupName | Should -Contain 'web'
        $agent.Schedule[0].State | Should -Be 'Waiting'
        $agent.Schedule[0].NextRun | Should -BeLessOrEqual ([DateTimeOffset]::UtcNow + $agent.Schedule[0].ReplicationFrequency)
    }

    It 'names the catalog' { (Get-ReplicationAgent).Catalog | Should -BeLike '*catalog.db' }

    It 'INV-10 refuses what cannot be a workspace' {
        $file = Join-Path $lab.Root 'notes.txt'
        Set-Content $file 'no folder'
        Assert-Refused { Get-ReplicationAgent $file } 'InputOutputFailed' $file
    }

    It 'has help' { Assert-Help Get-ReplicationAgent }
}
