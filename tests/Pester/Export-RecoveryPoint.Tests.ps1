BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Export-RecoveryPoint' {
    BeforeAll { $lab = New-Lab -Machine web01, web02 -Replicated; $point = Get-RecoveryPoint web01 }
    AfterAll { Remove-Lab $lab }

    It 'INV-01 writes disks that are equal to the source' {
        $job = Export-RecoveryPoint web01 $point.RecoveryPointId -Path (Join-Path $lab.Root raw) -PassThru
        (Get-FileHash $job.Result.files.disk0).Hash | Should -Be (Get-DiskHash $lab.Hq web01)
    }

    It 'writes <format>' -ForEach @{ format = 'Vhdx'; magic = 'vhdxfile' }, @{ format = 'VmdkStreamOptimized'; magic = 'KDMV' } {
        $job = $point | Export-RecoveryPoint -Path (Join-Path $lab.Root $format) -Format $format -Disk disk0 -PassThru
        [Text.Encoding]::ASCII.GetString([IO.File]::ReadAllBytes($job.Result.files.disk0), 0, $magic.Length) | Should -Be $magic
    }

    It 'takes points and what is left of them from the pipeline, and paths of the session' {
        Push-Location $lab.Root
        try { Get-RecoveryPoint web* | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Export-RecoveryPoint -Path ./both } finally { Pop-Location }
        (Get-ChildItem (Join-Path $lab.Root both) -Recurse -File | Get-FileHash).Hash | Sort-Object | Should -Be (@((Get-DiskHash $lab.Hq web01), (Get-DiskHash $lab.Hq web02)) | Sort-Object)
    }

    It 'INV-08 rehearses without a trace' {
        Assert-Unchanged $lab { $point | Export-RecoveryPoint -Path (Join-Path $lab.Root none) -WhatIf }
        Test-Path (Join-Path $lab.Root none) | Should -BeFalse
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Export-RecoveryPoint nope x -Path (Join-Path $lab.Root none) } }
        @{ id = 'RecoveryPointNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Export-RecoveryPoint web01 nope -Path (Join-Path $lab.Root none) } }
        @{ id = 'DiskNotFound'; target = { $point.RecoveryPointId }; category = 'ObjectNotFound'; command = { $point | Export-RecoveryPoint -Path (Join-Path $lab.Root none) -Disk disk7 } }
        @{ id = 'TargetExists'; target = { $point.RecoveryPointId }; category = 'ResourceExists'; command = {
                $point | Export-RecoveryPoint -Path (Join-Path $lab.Root twice); $point | Export-RecoveryPoint -Path (Join-Path $lab.Root twice) } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs, points and formats' {
        Get-Completed 'Export-RecoveryPoint w' | Should -Be @('web01', 'web02')
        Get-Completed 'Export-RecoveryPoint web01 ' | Should -Be $point.RecoveryPointId
        Get-Completed 'Export-RecoveryPoint -Format V' | Should -Be @('Vhdx', 'VmdkStreamOptimized')
    }

    It 'has help' { Assert-Help Export-RecoveryPoint }
}
