@{
    RootModule           = 'Replication.dll'
    NestedModules        = @('Replication.Init.dll')
    ModuleVersion        = '0.1.0'
    GUID                 = '6b1f2c0e-3f4b-4f0e-9a55-2d7a4f9c8e31'
    Author               = 'The Replication authors'
    CompanyName          = 'The Replication authors'
    Copyright            = '(c) The Replication authors. Apache-2.0.'
    Description          = 'Keeps virtual machines recoverable somewhere else: replication, recovery points, test failover, failover and failback.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('Replication.Format.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    CmdletsToExport      = @(
        'Invoke-Failback'
        'Complete-Failover'
        'Complete-InstantRecovery'
        'Start-Failover'
        'Undo-Failover'
        'Export-InitialReplication'
        'Import-InitialReplication'
        'Export-RecoveryPoint'
        'Get-RecoveryPoint'
        'New-RecoveryPoint'
        'Mount-RecoveryPoint'
        'Dismount-RecoveryPoint'
        'Remove-RecoveryPoint'
        'Test-RecoveryPoint'
        'New-ReplicationDrill'
        'Add-ReplicatedVM'
        'Get-ReplicatedVM'
        'Measure-ReplicatedVM'
        'Remove-ReplicatedVM'
        'Resume-ReplicatedVM'
        'Set-ReplicatedVM'
        'Suspend-ReplicatedVM'
        'Get-ReplicaServer'
        'Set-ReplicaServer'
        'Test-ReplicaServer'
        'Get-ReplicationAuthorization'
        'New-ReplicationAuthorization'
        'Remove-ReplicationAuthorization'
        'Set-ReplicationAuthorization'
        'Get-ReplicationGroup'
        'New-ReplicationGroup'
        'Remove-ReplicationGroup'
        'Set-ReplicationGroup'
        'Get-ReplicationJob'
        'Resume-ReplicationJob'
        'Stop-ReplicationJob'
        'Wait-ReplicationJob'
        'Get-ReplicationMachine'
        'Get-ReplicationPolicy'
        'New-ReplicationPolicy'
        'Remove-ReplicationPolicy'
        'Set-ReplicationPolicy'
        'Get-ReplicationSite'
        'New-ReplicationSite'
        'Remove-ReplicationSite'
        'Set-ReplicationSite'
        'Test-ReplicationSite'
        'Test-ReplicationPrerequisite'
        'Get-ReplicationSnapshot'
        'Reset-ReplicationStatistics'
        'Start-ReverseReplication'
        'Start-TestFailover'
        'Stop-TestFailover'
        'Start-VMReplication'
    )
    PrivateData          = @{
        PSData = @{
            Tags = @('Replication', 'DisasterRecovery', 'Backup', 'EBS', 'EC2', 'HyperV')
        }
    }
}
