BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Export-ReplicationReport' {
    BeforeAll { $lab = New-Lab -Machine web01, web02 -Replicated }
    AfterAll { Remove-Lab $lab }

    It 'writes what the end of the name says' {
        $page = Join-Path $lab.Root 'report.html'
        Export-ReplicationReport * $page | Should -BeNullOrEmpty
        $page | Should -FileContentMatch '<h2>web01</h2>'
        $page | Should -FileContentMatch 'intact'
        $lines = (Get-ReplicatedVM | Export-ReplicationReport -Path (Join-Path $lab.Root 'report.csv') -PassThru).FullName | Import-Csv
        $lines.Name | Should -Be @('web01', 'web02')
        $lines.EvidenceIntact | Should -Be @('true', 'true')
        $lines[0].Points | Should -Be '1'
        $all = Export-ReplicationReport -Group web -Path (Join-Path $lab.Root 'report.txt') -Format Json -PassThru | Get-Content -Raw | ConvertFrom-Json
        $all.vMs.name | Should -Be @('web01', 'web02')
        $all.vMs[0].points | Should -HaveCount 1
        $all.vMs[0].evidence.findings | Should -BeNullOrEmpty
    }

    It 'says of a chain that was cut off that it was' {
        $segment = Get-ChildItem -Recurse -Force -File $lab.Dr | Where-Object { $_.FullName -match 'evidence' } | Select-Object -First 1
        $segment | Should -Not -BeNullOrEmpty
        Remove-Item $segment.FullName
        $report = Export-ReplicationReport * (Join-Path $lab.Root 'cut.json') -PassThru | Get-Content -Raw | ConvertFrom-Json
        $report.vMs.evidence.findings.id | Should -Contain 'EvidenceTruncated'
    }

    It 'does not write over a file unless it is told to' {
        $file = Join-Path $lab.Root 'kept.csv'
        Set-Content $file kept
        Assert-Refused { Export-ReplicationReport web01 $file } 'ReportFileExists' $file 'ResourceExists'
        $file | Should -FileContentMatch 'kept'
        Export-ReplicationReport web01 $file -Force
        $file | Should -Not -FileContentMatch 'kept'
    }

    It 'INV-08 writes nothing with -WhatIf' {
        Assert-Unchanged $lab { Export-ReplicationReport * (Join-Path $lab.Root 'never.html') -WhatIf }
        Join-Path $lab.Root 'never.html' | Should -Not -Exist
    }

    It 'INV-10 refuses VmNotReplicated and goes on' {
        Assert-Refused { Export-ReplicationReport nope (Join-Path $lab.Root 'nope.html') } 'VmNotReplicated' 'nope' 'ObjectNotFound'
        $file = Join-Path $lab.Root 'one.csv'
        'nope', 'web01' | Export-ReplicationReport -Path $file -ErrorAction SilentlyContinue
        @(Import-Csv $file) | Should -HaveCount 1
    }

    It 'completes VMs' { Get-Completed 'Export-ReplicationReport w' | Should -Be @('web01', 'web02') }

    It 'has help' { Assert-Help Export-ReplicationReport }
}
