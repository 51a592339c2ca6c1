BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module $PSScriptRoot/Lab.psm1
}

Describe 'Isolation' {
    BeforeEach { $folder = New-LabFolder }
    AfterEach { Remove-Item -Recurse -Force $folder }

    It 'works with an impostor of <_> already loaded' -ForEach 'Microsoft.Data.Sqlite', 'SQLitePCLRaw.core', 'AWSSDK.Core', 'Microsoft.Extensions.Logging.Abstractions' {
        # An assembly of the same name as one of ours, without anything in it.
        $file = Join-Path $folder "$_.dll"
        Add-Type -TypeDefinition 'public class Impostor { }' -OutputAssembly $file
        Invoke-Shell "Add-Type -Path '$file'; Import-Module '$(Get-BuiltModulePath)'; (New-ReplicationPolicy gold -Workspace '$folder/home').Name; (New-ReplicationSite c -Region eu-west-1 -Workspace '$folder/home').Place" |
            Should -Be @('gold', 'eu-west-1')
    }

    It 'keeps its dependencies to itself' {
        $loaded = Invoke-Shell "Import-Module '$(Get-BuiltModulePath)'; `$null = New-ReplicationPolicy gold -Workspace '$folder/home'; [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name"
        $loaded | Should -Not -Contain 'Microsoft.Data.Sqlite'
        $loaded | Should -Not -Contain 'Replication.Core'
        $loaded | Should -Contain 'System.Management.Automation'
    }

    It 'is imported again with -Force, and removed and imported' {
        Invoke-Shell @"
`$env:REPLICATION_HOME = '$folder/home'
Import-Module '$(Get-BuiltModulePath)'; `$null = New-ReplicationPolicy gold
Import-Module '$(Get-BuiltModulePath)' -Force; (Get-ReplicationPolicy).Name
Remove-Module Replication; Import-Module '$(Get-BuiltModulePath)'; (Get-ReplicationPolicy).Name
"@ | Should -Be @('gold', 'gold')
    }

    It 'works from a copy of the layout in another folder, SQLite included' {
        $copy = Join-Path $folder 'Modules' 'Replication'
        $null = New-Item -ItemType Directory (Split-Path $copy)
        Copy-Item -Recurse (Split-Path (Split-Path (Get-BuiltModulePath))) $copy
        # By name and on first use, as an installed module is.
        $said = Invoke-Shell "`$env:PSModulePath = '$folder/Modules' + [IO.Path]::PathSeparator + `$env:PSModulePath; (New-ReplicationPolicy gold -Workspace '$folder/home').Name; (Get-Module Replication).ModuleBase"
        $said[0] | Should -Be 'gold'
        $said[1] | Should -BeLike "$copy*"
    }
}
