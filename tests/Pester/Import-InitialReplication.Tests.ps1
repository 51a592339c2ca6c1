BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Import-InitialReplication' {
    BeforeEach {
        $lab = New-Lab -Machine web01, web02
        $media = Join-Path $lab.Root media
        Export-InitialReplication web01 $media
    }
    AfterEach { Remove-Lab $lab }

    It 'INV-01 takes the initial copy from media, whole, and the next replication sends only what changed' {
        $job = Import-InitialReplication web01 $media -PassThru
        $job.State | Should -Be 'Succeeded'
        (Get-ReplicatedVM web01).State | Should -Be 'Replicating'
        (Test-RecoveryPoint web01).Intact | Should -BeTrue
        (Start-VMReplication web01 -PassThru).BytesSent | Should -Be 0
        Start-TestFailover web01
        Get-DiskHash $lab.Dr 'web01 - Test' | Should -Be (Get-DiskHash $lab.Hq web01)
    }

    It 'takes it from a copy of the media in another place, a path of the session' {
        Copy-Item -Recurse $media (Join-Path $lab.Root shipped)
        Remove-Item -Recurse -Force $media
        Push-Location $lab.Root
        try { Import-InitialReplication web01 -Path ./shipped } finally { Pop-Location }
        (Get-ReplicatedVM web01).State | Should -Be 'Replicating'
    }

    It 'takes VMs and what is left of them from the pipeline' {
        Get-ReplicatedVM web01 | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Import-InitialReplication -Path $media
        @(Get-RecoveryPoint web01) | Should -HaveCount 1
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Import-InitialReplication web01 $media -WhatIf } }

    It 'INV-03 refuses media that were damaged on their way, and a copy over the network is possible still' {
        $largest = Get-ChildItem $media -Recurse -File -Force | Sort-Object Length | Select-Object -Last 1
        $bytes = [IO.File]::ReadAllBytes($largest.FullName); $bytes[1MB] = $bytes[1MB] -bxor 1; [IO.File]::WriteAllBytes($largest.FullName, $bytes)
        $failure = @(Get-Refusal { Import-InitialReplication web01 $media })
        $failure | Should -HaveCount 1
        $failure[0].CategoryInfo.Category | Should -Be 'InvalidData'
        $failure[0].TargetObject | Should -Be (Get-ReplicatedVM web01).VMId
        @(Get-RecoveryPoint web01) | Should -HaveCount 0
        Start-VMReplication web01
        (Test-RecoveryPoint web01).Intact | Should -BeTrue
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Import-InitialReplication nope $media } }
        @{ id = 'InvalidState'; target = { (Get-ReplicatedVM web02).VMId }; category = 'InvalidOperation'; command = { Import-InitialReplication web02 $media } }
        @{ id = 'MediaMismatch'; target = { (Get-ReplicatedVM web02).VMId }; category = 'InvalidData'; command = {
                Export-InitialReplication web02 (Join-Path $lab.Root two); Import-InitialReplication web02 $media } }
        @{ id = 'MediaMismatch'; target = { (Get-ReplicatedVM web01).VMId }; category = 'InvalidData'; command = { Import-InitialReplication web01 (Join-Path $lab.Root none) } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs' { Get-Completed 'Import-InitialReplication w' | Should -Be @('web01', 'web02') }

    It 'has help' { Assert-Help Import-InitialReplication }
}
