using Replication.Remote.Calls;

namespace Replication.Remote.Snapshots;

/// <summary>Paths of snapshots. An id that no store gives is not sent: in a path it could mean something else.</summary>
internal static class SnapshotPaths
{
    public const string Collection = "/snapshots";

    private const int LongestId = 128;

    public static string Of(string snapshotId, string rest = "") => $"{Collection}/{Checked(snapshotId)}{rest}";

    public static string Checked(string snapshotId) =>
        snapshotId.Length is > 0 and <= LongestId && snapshotId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? snapshotId : throw RemoteErrors.SnapshotNotFound(snapshotId);
}
