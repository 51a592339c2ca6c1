namespace Replication.Catalog.Tests.PowerLoss;

internal enum DiskEventKind
{
    Create,
    Write,
    Truncate,
    Sync,
    SyncFolder,
    Delete,

    /// <summary>Not of the disk: the workload says where it is.</summary>
    Mark,
}
