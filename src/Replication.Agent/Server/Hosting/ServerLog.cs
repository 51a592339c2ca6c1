using Microsoft.Extensions.Logging;

namespace Replication.Agent.Server.Hosting;

/// <summary>Messages of the server. Never a header, a query or a body: they hold signatures and tokens.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(EventId = 5001, Level = LogLevel.Error, Message = "Request {RequestId} {Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, string requestId, string method, string path, Exception error);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "Snapshot {SnapshotId} of region {Region} took no block for {Minutes} minutes and was cancelled")]
    public static partial void SnapshotTimedOut(ILogger logger, string snapshotId, string region, int minutes);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Warning, Message = "Looking for idle snapshots of region {Region} failed; it is tried again")]
    public static partial void SweepFailed(ILogger logger, string region, Exception error);
}
