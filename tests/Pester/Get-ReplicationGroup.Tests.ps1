BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Get-ReplicationGroup' {
    BeforeAll { $lab = New-Lab -Machine web01, web02; $null = New-ReplicationGroup "back end" hq dr }
    AfterAll { Remove-Lab $lab }

    It 'lists all, those of a pattern, one by name or id' {
        (Get-ReplicationGroup).Name | Sort-Object | Should -Be @('back end', 'web')
        (Get-ReplicationGroup b*).Name | Should -Be 'back end'
        $web = Get-ReplicationGroup web
        $web.VMCount | Should -Be 2
        (Get-ReplicationGroup $web.GroupId).Name | Should -Be 'web'
    }

    It 'takes names and objects from the pipeline, and flows on' {
        ('web', 'back end' | Get-ReplicationGroup).Name | Should -Be @('web', 'back end')
        @(Get-ReplicationGroup web | Measure-ReplicatedVM | Where-Object RpoViolated -EQ $false) | Should -HaveCount 2
        (Get-ReplicationGroup web | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Get-ReplicatedVM).Name | Sort-Object | Should -Be @('web01', 'web02')
    }

    It 'INV-10 refuses GroupNotFound and goes on' {
        Assert-Refused { Get-ReplicationGroup nope } 'GroupNotFound' 'nope' 'ObjectNotFound'
        ('nope', 'web' | Get-ReplicationGroup -ErrorAction SilentlyContinue).Name | Should -Be 'web'
    }

    It 'completes names' { Get-Completed 'Get-ReplicationGroup b' | Should -Be "'back end'" }

    It 'has help' { Assert-Help Get-ReplicationGroup }
}
