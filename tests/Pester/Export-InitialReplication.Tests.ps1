BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Export-InitialReplication' {
    BeforeEach { $lab = New-Lab -Machine web01, web02 }
    AfterEach { Remove-Lab $lab }

    It 'writes the initial copy to media, in a folder of the session' {
        Push-Location $lab.Root
        try { $job = Export-InitialReplication web01 ./media -PassThru } finally { Pop-Location }
        $job.State | Should -Be 'Succeeded'
        (Get-ChildItem (Join-Path $lab.Root media) -Recurse -File -Force | Measure-Object Length -Sum).Sum | Should -BeGreaterThan 3MB
        (Get-ReplicatedVM web01).State | Should -Be 'WaitingForInitialReplication'
    }

    It 'takes VMs and groups from the pipeline, onto one medium' {
        Get-ReplicatedVM | Export-InitialReplication -Path (Join-Path $lab.Root media)
        (Get-ReplicatedVM).State | Should -Be @('WaitingForInitialReplication', 'WaitingForInitialReplication')
        Get-ReplicationGroup web | Import-InitialReplication -Path (Join-Path $lab.Root media)
        (Get-ReplicatedVM).State | Should -Be @('Replicating', 'Replicating')
    }

    It 'INV-08 rehearses without a trace' {
        Assert-Unchanged $lab { Export-InitialReplication web01 (Join-Path $lab.Root media) -WhatIf }
        Test-Path (Join-Path $lab.Root media) | Should -BeFalse
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Export-InitialReplication nope (Join-Path $lab.Root media) } }
        @{ id = 'InvalidState'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidOperation'; command = { Start-VMReplication web01; Export-InitialReplication web01 (Join-Path $lab.Root media) } }
        @{ id = 'SourceMachineNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Remove-Item -Recurse (Join-Path $lab.Hq web01); Export-InitialReplication web01 (Join-Path $lab.Root media) } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs' { Get-Completed 'Export-InitialReplication w' | Should -Be @('web01', 'web02') }

    It 'has help' { Assert-Help Export-InitialReplication }
}
