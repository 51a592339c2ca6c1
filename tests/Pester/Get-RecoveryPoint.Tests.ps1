BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Get-RecoveryPoint' {
    BeforeAll {
        $lab = New-Lab -Machine web01, "d'b 1"
        Set-ReplicationPolicy web -RecoveryPointInterval 0
        $first = New-RecoveryPoint web01
        $second = New-RecoveryPoint web01
        $third = New-RecoveryPoint web01
    }
    AfterAll { Remove-Lab $lab }

    It 'lists points oldest first, the newest alone, one by id, those of a store' {
        (Get-RecoveryPoint web01).RecoveryPointId | Should -Be @($first.RecoveryPointId, $second.RecoveryPointId, $third.RecoveryPointId)
        (Get-RecoveryPoint web01 -Latest).RecoveryPointId | Should -Be $third.RecoveryPointId
        (Get-RecoveryPoint web01 -RecoveryPoint $second.RecoveryPointId).RecoveryPointId | Should -Be $second.RecoveryPointId
        (Get-RecoveryPoint -StorePath (Join-Path $lab.Dr .replica-store)) | Should -HaveCount 3
        (Get-RecoveryPoint -StorePath (Join-Path $lab.Dr .replica-store) -Latest).RecoveryPointId | Should -Be $third.RecoveryPointId
        Get-RecoveryPoint "d'b 1" | Should -BeNullOrEmpty
    }

    It 'takes VMs, groups, machines and what is left of them from the pipeline' {
        Get-ReplicatedVM web01 | Get-RecoveryPoint | Should -HaveCount 3
        Get-ReplicationGroup web | Get-RecoveryPoint | Should -HaveCount 3
        (Get-ReplicationMachine web01 -Site hq | Get-RecoveryPoint -Latest).RecoveryPointId | Should -Be $third.RecoveryPointId
        Get-ReplicatedVM web01 | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Get-RecoveryPoint | Should -HaveCount 3
        Get-RecoveryPoint web* | Should -HaveCount 3
    }

    It 'binds to what comes next, after a trip through JSON as well' {
        $point = $second | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        ($point | Test-RecoveryPoint).RecoveryPointId | Should -Be $second.RecoveryPointId
        ($point | Get-ReplicatedVM).Name | Should -Be 'web01'
    }

    It 'shows the points that are whole beside one whose manifest is damaged' {
        $manifest = Get-ChildItem (Join-Path $lab.Dr .replica-store) -Recurse -File -Force | Where-Object FullName -Match ([regex]::Escape($second.RecoveryPointId))
        $whole = [IO.File]::ReadAllBytes($manifest.FullName)
        try {
            [IO.File]::WriteAllText($manifest.FullName, 'not a manifest')
            (Get-RecoveryPoint web01 -ErrorAction SilentlyContinue -ErrorVariable failure).RecoveryPointId | Should -Be @($first.RecoveryPointId, $third.RecoveryPointId)
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'CorruptManifest,*'
        }
        finally { [IO.File]::WriteAllBytes($manifest.FullName, $whole) }
    }

    It 'changes nothing' { $before = Get-LabPicture $lab; $null = Get-RecoveryPoint *; Get-LabPicture $lab | Should -Be $before }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Get-RecoveryPoint nope } }
        @{ id = 'GroupNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Get-RecoveryPoint -Group nope } }
        @{ id = 'RecoveryPointNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Get-RecoveryPoint web01 -RecoveryPoint nope } }
        @{ id = 'StoreNotFound'; target = $null; category = 'ObjectNotFound'; command = { Get-RecoveryPoint -StorePath (Join-Path $lab.Root none) } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs, groups and points' {
        Get-Completed "Get-RecoveryPoint 'd" | Should -Be "'d''b 1'"
        Get-Completed 'Get-RecoveryPoint -VM web01 -RecoveryPoint ' | Should -Be @($first.RecoveryPointId, $second.RecoveryPointId, $third.RecoveryPointId)
        Get-Completed "Get-RecoveryPoint -VM 'd''b 1' -RecoveryPoint 0" | Should -BeNullOrEmpty
    }

    It 'has help' { Assert-Help Get-RecoveryPoint }
}
