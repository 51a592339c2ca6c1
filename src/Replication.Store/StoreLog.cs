using Microsoft.Extensions.Logging;

namespace Replication.Store;

internal static partial class StoreLog
{
    [LoggerMessage(2001, LogLevel.Information, "Snapshot {SnapshotId} is complete: {Blocks} blocks put, {Pages} index pages written")]
    public static partial void Completed(ILogger logger, string snapshotId, long blocks, long pages);

    [LoggerMessage(2002, LogLevel.Information, "Snapshot {SnapshotId} was deleted")]
    public static partial void Deleted(ILogger logger, string snapshotId);

    [LoggerMessage(2003, LogLevel.Warning, "The space of deleted snapshot {SnapshotId} cannot be given back yet: another document of its volume is damaged")]
    public static partial void DeletionPostponed(ILogger logger, string snapshotId, Exception error);

    [LoggerMessage(2004, LogLevel.Warning, "The descriptor of deleted snapshot {SnapshotId} is damaged; its space is not given back before its volume goes")]
    public static partial void DamagedDescriptor(ILogger logger, string snapshotId, Exception error);

    [LoggerMessage(2005, LogLevel.Warning, "Volume {Volume} could not be tidied up; reading from it is not affected")]
    public static partial void RecoveryFailed(ILogger logger, string volume, Exception error);

    [LoggerMessage(2006, LogLevel.Warning, "Pending snapshot {SnapshotId} could not be marked; its last blocks are verified when it is opened again")]
    public static partial void CheckpointFailed(ILogger logger, string snapshotId, Exception error);

    [LoggerMessage(2007, LogLevel.Warning, "Space in volume {Volume} could not be given back now; it is tried again at the next deletion or opening")]
    public static partial void CleanupFailed(ILogger logger, string volume, Exception error);
}
