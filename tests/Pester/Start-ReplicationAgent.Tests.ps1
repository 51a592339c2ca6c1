BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Start-ReplicationAgent' {
    BeforeAll { $lab = New-Lab -Replicated }
    AfterAll { Remove-LabWithHost $lab }

    It 'INV-08 rehearses without a trace' {
        Assert-Unchanged $lab { Start-ReplicationAgent -WhatIf }
        (Get-ReplicationAgent).State | Should -Be 'Stopped'
    }

    It 'HVR-28 replicates by itself from then on' {
        Set-ReplicationPolicy * -ReplicationFrequency 0:00:01
        $before = @(Get-ReplicationJob).Count
        $agent = Start-ReplicationAgent -PassThru
        $agent.State | Should -Be 'Running'
        $agent.Parts.Name | Should -Contain 'schedule'
        $deadline = [DateTime]::UtcNow.AddMinutes(2)
        do { Start-Sleep -Milliseconds 100; $jobs = @(Get-ReplicationJob -State Succeeded) } until ($jobs.Count -ge $before + 2 -or [DateTime]::UtcNow -gt $deadline)
        $jobs.Count | Should -BeGreaterOrEqual ($before + 2)
        (Start-ReplicationAgent -PassThru).ProcessId | Should -Be $agent.ProcessId
    }

    It 'runs the jobs of a pool as well, and says of which' {
        Stop-ReplicationAgent
        (Get-ReplicationAgent).Pool | Should -BeNullOrEmpty
        (Start-ReplicationAgent -Pool zone-a -PassThru).Pool | Should -Be 'zone-a'
        (Get-ReplicationAgent).Pool | Should -Be 'zone-a'
    }

    It 'INV-10 refuses what cannot be a workspace' {
        $file = Join-Path $lab.Root 'notes.txt'
        Set-Content $file 'no folder'
        Assert-Refused { Start-ReplicationAgent $file } 'InputOutputFailed' $file
    }

    It 'has help' { Assert-Help Start-ReplicationAgent }
}
