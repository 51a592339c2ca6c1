BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Set-ReplicationGroup' {
    BeforeAll { $lab = New-Lab; $null = New-ReplicationPolicy gold; $null = New-ReplicationGroup two hq dr }
    AfterAll { Remove-Lab $lab }

    It 'changes policy, standby machines and how machines are launched' {
        $changed = Set-ReplicationGroup web -Policy gold -Launch @{ SubnetId = 'subnet-1'; Tags = @{ owner = 'it' } } -TestLaunch @{ SubnetId = 'subnet-9'; SecurityGroupIds = 'sg-9' } -PassThru
        $changed.PolicyName | Should -Be 'gold'
        $changed.Launch.SubnetId | Should -Be 'subnet-1'
        $changed.Launch.Tags.owner | Should -Be 'it'
        $changed.TestLaunch.SecurityGroupIds | Should -Be 'sg-9'
        (Set-ReplicationGroup web -Launch @{ InstanceType = 'm5.large' } -PassThru).Launch.SubnetId | Should -Be 'subnet-1'
        (Set-ReplicationGroup web -Standby None -PassThru).KeepStandby | Should -BeFalse
        $null = New-ReplicationPolicy silver
        Set-ReplicationGroup web -Policy silver | Should -BeNullOrEmpty
    }

    It 'changes how data arrives, keeps what is not given and takes back what is empty' {
        $changed = Set-ReplicationGroup web -Transfer @{ Method = 'Import'; ImportBucket = 'images'; ImageFormat = 'Raw'; WholeImages = $true } -PassThru
        $changed.Transfer.Method | Should -Be 'Import'
        $changed.Transfer.ImportBucket | Should -Be 'images'
        $changed.Transfer.WholeImages | Should -BeTrue
        (Set-ReplicationGroup web -Transfer @{ ImageFormat = '' } -PassThru).Transfer.Keys | Should -Be @('Method', 'ImportBucket', 'WholeImages')
        (Set-ReplicationGroup two -Transfer $changed.Transfer -PassThru).Transfer.ImageFormat | Should -Be 'Raw'
        (Set-ReplicationGroup web -Transfer @{ Method = $null; ImportBucket = $null; WholeImages = $false } -PassThru).Transfer | Should -BeNullOrEmpty
    }

    It 'takes groups from the pipeline' {
        (Get-ReplicationGroup | Set-ReplicationGroup -Policy gold -PassThru).PolicyName | Should -Be @('gold', 'gold')
        (Get-ReplicationGroup two | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Set-ReplicationGroup -Policy silver -PassThru).PolicyName | Should -Be 'silver'
    }

    It 'INV-08 rehearses without a trace' { Assert-Unchanged $lab { Set-ReplicationGroup * -Policy silver -Launch @{ SubnetId = 'subnet-2' } -WhatIf } }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'GroupNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Set-ReplicationGroup nope -Policy gold } }
        @{ id = 'PolicyNotFound'; target = 'web'; category = 'ObjectNotFound'; command = { Set-ReplicationGroup web -Policy nope } }
        @{ id = 'OptionInvalid'; target = 'web'; category = 'InvalidArgument'; command = { Set-ReplicationGroup web -Launch @{ Nonsense = 1 } } }
        @{ id = 'OptionInvalid'; target = 'web'; category = 'InvalidArgument'; command = { Set-ReplicationGroup web -Transfer @{ Method = 'Carrier pigeon' } } }
        @{ id = 'OptionInvalid'; target = 'web'; category = 'InvalidArgument'; command = { Set-ReplicationGroup web -Transfer @{ Nonsense = 1 } } }
        @{ id = 'OptionInvalid'; target = 'web'; category = 'InvalidArgument'; command = { Set-ReplicationGroup web -Launch @{ Tags = 'none' } } }
    ) { Assert-Refused $command $id $target $category }

    It 'completes groups and policies' {
        Get-Completed 'Set-ReplicationGroup t' | Should -Be 'two'
        Get-Completed 'Set-ReplicationGroup web -Policy g' | Should -Be 'gold'
    }

    It 'has help' { Assert-Help Set-ReplicationGroup }
}
