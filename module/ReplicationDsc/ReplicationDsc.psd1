@{
    RootModule           = 'ReplicationDsc.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b8a4b7c5-0d83-4d1b-8b42-5a7d3f5f9b16'
    Author               = 'The Replication authors'
    CompanyName          = 'The Replication authors'
    Copyright            = '(c) The Replication authors. Apache-2.0.'
    Description          = 'DSC resources for the sites, policies and groups of Replication.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    RequiredModules      = @(@{ ModuleName = 'Replication'; ModuleVersion = '0.1.0' })
    DscResourcesToExport = @('ReplicationSite', 'ReplicationPolicy', 'ReplicationGroup')
    FunctionsToExport    = @()
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags = @('DSC', 'DSCResource', 'Replication', 'DisasterRecovery')
        }
    }
}
