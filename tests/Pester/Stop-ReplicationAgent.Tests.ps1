BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Stop-ReplicationAgent' {
    BeforeAll { $lab = New-Lab -Replicated }
    AfterAll { Remove-LabWithHost $lab }

    It 'ends the agent, and is content where there is none' {
        Start-ReplicationAgent
        Stop-ReplicationAgent -WhatIf
        (Get-ReplicationAgent).State | Should -Be 'Running'
        (Stop-ReplicationAgent -PassThru).State | Should -Be 'Stopped'
        (Get-ReplicationAgent).ProcessId | Should -BeNullOrEmpty
        Stop-ReplicationAgent
    }

    It 'takes what Get-ReplicationAgent writes' {
        (Get-ReplicationAgent | Start-ReplicationAgent -PassThru).State | Should -Be 'Running'
        (Get-ReplicationAgent | ConvertTo-Json -Depth 5 | ConvertFrom-Json | Stop-ReplicationAgent -PassThru).State | Should -Be 'Stopped'
        (Get-ReplicationAgent $lab.Workspace).Path | Should -Be $lab.Workspace
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Stop-ReplicationAgent -WhatIf } }

    It 'INV-10 refuses what cannot be a workspace' {
        $file = Join-Path $lab.Root 'notes.txt'
        Set-Content $file 'no folder'
        Assert-Refused { Stop-ReplicationAgent $file -PassThru } 'InputOutputFailed' $file
    }

    It 'has help' { Assert-Help Stop-ReplicationAgent }
}
