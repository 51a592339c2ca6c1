BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
    Import-BuiltModule
    function New-Inventory {
        param([hashtable] $Content)
        $path = Join-Path $lab.Root "inventory-$([guid]::NewGuid().ToString('N')).json"
        $Content | ConvertTo-Json -Depth 8 | Set-Content $path
        $path
    }
}

Describe 'Test-ReplicationPrerequisite' {
    BeforeAll {
        $lab = New-Lab -Machine web01, web02
        $transfer = @{
            source = @{ machine = 'web01'; siteKind = 'VMware'; diskCount = 1 }
            destination = @{ siteKind = 'Aws'; region = 'eu-west-1'; zone = 'eu-west-1a' }
            accessNode = @{ name = 'node'; system = 'Linux'; onAmazon = $false }
        }
    }
    AfterAll { Remove-Lab $lab }

    It 'answers for VMs by name, group and site, and from the pipeline' {
        Test-ReplicationPrerequisite web01 -Verbose 4>&1 | Out-String | Should -Match 'web01: Store; profile Direct chooses Store'
        Test-ReplicationPrerequisite -Group web -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | Should -HaveCount 2
        Test-ReplicationPrerequisite -Site hq -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | Should -HaveCount 2
        Test-ReplicationPrerequisite -Site dr -Verbose 4>&1 | Should -BeNullOrEmpty
        Get-ReplicatedVM web02 | Test-ReplicationPrerequisite -Verbose 4>&1 | Should -Match '^web02: Store'
    }

    It 'AWS-10 refuses a Linux node for an import and says both ways out' {
        $finding = Test-ReplicationPrerequisite -InventoryPath (New-Inventory @{ transfer = $transfer }) -Profile Current | Where-Object Blocks
        $finding.RuleId | Should -Be 'AWS-10'
        $finding.ErrorId | Should -Be 'ImportNeedsWindowsNode'
        $finding.Fix | Should -BeLike 'Use a Windows access node, or remove the cause: *'
        Test-ReplicationPrerequisite -InventoryPath (New-Inventory @{ transfer = $transfer }) | Where-Object Blocks | Should -BeNullOrEmpty
    }

    It 'FBK-28 judges the failback of an inventory document' {
        $path = New-Inventory @{ failback = @{ links = @(@{ kind = 'Internet' }); machines = @(@{ id = '1'; name = 'web01' }) } }
        $finding = Test-ReplicationPrerequisite -InventoryPath $path | Where-Object ErrorId -EQ 'NoPrivateLink'
        $finding.Status | Should -Be 'Failed'
        $finding.Found | Should -Be 'Links: Internet.'
        $finding | Out-String | Should -Match 'FBK-28\s+Failed\s+Error\s+Connection home'
    }

    It 'INV-10 refuses <id>' -ForEach @(
        @{ id = 'InventoryInvalid'; target = { $inventory }; category = 'InvalidArgument'; command = { Test-ReplicationPrerequisite -InventoryPath $inventory } }
        @{ id = 'VmNotReplicated'; target = 'nope'; category = 'ObjectNotFound'; command = { Test-ReplicationPrerequisite nope } }
        @{ id = 'SiteNotFound'; target = 'nope'; category = 'ObjectNotFound'; command = { Test-ReplicationPrerequisite -Site nope } }
    ) {
        $inventory = Join-Path $lab.Root 'bad.json'
        Set-Content $inventory '{ "failback": { "linkz": [] } }'
        Assert-Refused $command $id $target $category
    }

    It 'goes on after a VM that is not there' {
        'nope', 'web01' | Test-ReplicationPrerequisite -Verbose -ErrorAction SilentlyContinue -ErrorVariable failure 4>&1 | Should -Match '^web01'
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'VmNotReplicated,*'
    }

    It 'completes VMs, groups and sites' {
        Get-Completed 'Test-ReplicationPrerequisite w' | Should -Be @('web01', 'web02')
        Get-Completed 'Test-ReplicationPrerequisite -Group w' | Should -Be 'web'
        Get-Completed 'Test-ReplicationPrerequisite -Site ' | Should -Be @('dr', 'hq')
    }

    It 'has help' { Assert-Help Test-ReplicationPrerequisite }

    It 'changes nothing' {
        $before = Get-LabPicture $lab
        $null = Test-ReplicationPrerequisite -Group web
        Get-LabPicture $lab | Should -Be $before
    }
}
