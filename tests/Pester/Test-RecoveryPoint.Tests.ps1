BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Test-RecoveryPoint' {
    BeforeEach { $lab = New-Lab -Machine web01, web02 -Replicated }
    AfterEach { Remove-Lab $lab }

    It 'answers that a point is whole, and the point says so from then on' {
        $answer = Test-RecoveryPoint web01
        $answer.Intact | Should -BeTrue
        $answer.BytesRead | Should -Be 3MB
        $answer.RecoveryPointId | Should -Be (Get-RecoveryPoint web01).RecoveryPointId
        (Get-RecoveryPoint web01).Verification | Should -Be 'ReadBack'
    }

    It 'takes points, VMs, groups and what is left of them from the pipeline' {
        (Get-RecoveryPoint web* | Test-RecoveryPoint).Intact | Should -Be @($true, $true)
        (Get-ReplicationGroup web | Test-RecoveryPoint).VMName | Sort-Object | Should -Be @('web01', 'web02')
        (Get-RecoveryPoint web01 | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Test-RecoveryPoint).VMName | Should -Be 'web01'
    }

    It 'INV-03 answers that a point is damaged, and that is no error' {
        $segment = Get-ChildItem (Join-Path $lab.Dr .replica-store) -Recurse -File -Force | Sort-Object Length | Select-Object -Last 1
        $bytes = [IO.File]::ReadAllBytes($segment.FullName); $bytes[$bytes.Length / 2] = $bytes[$bytes.Length / 2] -bxor 1; [IO.File]::WriteAllBytes($segment.FullName, $bytes)
        $answers = Test-RecoveryPoint web* -ErrorAction Stop
        $damaged = $answers | Where-Object Intact -EQ $false
        $damaged | Should -HaveCount 1
        $damaged.ErrorId | Should -Not -BeNullOrEmpty
        $damaged.Reason | Should -Not -BeNullOrEmpty
    }

    It 'refuses to boot a point at a site that runs no machines, and without saying what to wait for' {
        Test-RecoveryPoint web01 -Boot -ExpectConsole 'login:' -ErrorAction SilentlyContinue -ErrorVariable refused | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'CannotStart,*'
        Test-RecoveryPoint web01 -Boot -ErrorAction SilentlyContinue -ErrorVariable refused | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'BootProbeInvalid,*'
        (Get-RecoveryPoint web01).BootCheck | Should -BeNullOrEmpty
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Test-RecoveryPoint nope } }
        @{ id = 'RecoveryPointNotFound'; target = { (Get-ReplicatedVM web01).VMId }; category = 'ObjectNotFound'; command = { Test-RecoveryPoint web01 -RecoveryPoint nope } }
        @{ id = 'SiteUnavailable'; target = { (Get-ReplicatedVM web01 -WarningAction Ignore).VMId }; category = 'ResourceUnavailable'; command = { Rename-Item $lab.Dr (Join-Path $lab.Root away); Test-RecoveryPoint web01 } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes VMs and points' {
        Get-Completed 'Test-RecoveryPoint w' | Should -Be @('web01', 'web02')
        Get-Completed 'Test-RecoveryPoint web01 -RecoveryPoint ' | Should -Be (Get-RecoveryPoint web01).RecoveryPointId
    }

    It 'has help' { Assert-Help Test-RecoveryPoint }
}
