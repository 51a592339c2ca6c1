BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Get-ReplicationSite' {
    BeforeAll { $lab = New-Lab; $null = New-ReplicationSite "O'Hara é 2" (Join-Path $lab.Root 'o') }
    AfterAll { Remove-Lab $lab }

    It 'lists all, those of a pattern, one by name or by id' {
        (Get-ReplicationSite).Name | Sort-Object | Should -Be @('dr', 'hq', "O'Hara é 2")
        (Get-ReplicationSite h*, d*).Name | Should -Be @('hq', 'dr')
        (Get-ReplicationSite HQ).Name | Should -Be 'hq'
        (Get-ReplicationSite (Get-ReplicationSite dr).SiteId).Name | Should -Be 'dr'
        Get-ReplicationSite x* | Should -BeNullOrEmpty
    }

    It 'takes names, objects and what is left of them from the pipeline' {
        ('dr', 'hq' | Get-ReplicationSite).Name | Should -Be @('dr', 'hq')
        (Get-ReplicationSite | Get-ReplicationSite).Name | Should -HaveCount 3
        (Get-ReplicationSite hq | ConvertTo-Json | ConvertFrom-Json | Get-ReplicationSite).Name | Should -Be 'hq'
    }

    It 'writes objects one at a time, and stops when there is enough' { Get-ReplicationSite | Select-Object -First 1 | Should -HaveCount 1 }

    It 'INV-10 refuses SiteNotFound and goes on' {
        Assert-Refused { Get-ReplicationSite nope } 'SiteNotFound' 'nope' 'ObjectNotFound'
        $found = 'nope', 'hq' | Get-ReplicationSite -ErrorAction SilentlyContinue -ErrorVariable failure
        $found.Name | Should -Be 'hq'
        $failure | Should -HaveCount 1
    }

    It 'completes names as they have to stand on the line' {
        Get-Completed 'Get-ReplicationSite h' | Should -Be 'hq'
        Get-Completed 'Get-ReplicationSite ' | Should -Be @('dr', 'hq', "'O''Hara é 2'")
        Get-Completed "Get-ReplicationSite 'O''H" | Should -Be "'O''Hara é 2'"
        Get-Completed "Get-ReplicationSite `"O'H" | Should -Be "'O''Hara é 2'"
        (Invoke-Expression "Get-ReplicationSite $(Get-Completed 'Get-ReplicationSite O')").Name | Should -Be "O'Hara é 2"
    }

    It 'completes in the workspace that stands on the line, a path of the session' {
        $env:REPLICATION_HOME = Join-Path $lab.Root 'nothing'
        Push-Location $lab.Root
        try {
            Get-Completed 'Get-ReplicationSite h' | Should -Not -Contain 'hq'
            Get-Completed 'Get-ReplicationSite -Workspace ./home h' | Should -Be 'hq'
            Test-Path $env:REPLICATION_HOME | Should -BeFalse
        }
        finally { Pop-Location; $env:REPLICATION_HOME = $lab.Workspace }
    }

    It 'has help' { Assert-Help Get-ReplicationSite }
}
