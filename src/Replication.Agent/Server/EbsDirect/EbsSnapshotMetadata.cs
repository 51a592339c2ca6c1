using System.Globalization;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>
/// What EBS knows of a snapshot beyond what a store has fields for. It is kept in one tag of the snapshot itself, so that it
/// comes and goes with it in one commit; its key has the prefix "aws:", which no client may use, and never leaves the server.
/// </summary>
/// <param name="OwnerId">Account that started it.</param>
/// <param name="TimeoutMinutes">Without puts for so long a pending snapshot is cancelled.</param>
/// <param name="KmsKeyArn">Set when the snapshot is to count as encrypted.</param>
public sealed record EbsSnapshotMetadata(string OwnerId, int TimeoutMinutes, string? KmsKeyArn)
{
    /// <summary>Key of the tag that holds this record.</summary>
    public const string TagKey = "aws:ebs";

    /// <summary>Tag by which a client says how long the disk is to the byte; EBS knows GiB only.</summary>
    public const string LengthTag = "replication:length";

    public const int DefaultTimeoutMinutes = 60;

    private const long GiB = 1L << 30;

    public bool IsEncrypted => KmsKeyArn is not null;

    /// <summary>Null for a snapshot that was not started over the EBS protocol; it belongs to every account of the server.</summary>
    public static EbsSnapshotMetadata? Of(SnapshotInfo snapshot)
    {
        if (!snapshot.Tags.TryGetValue(TagKey, out string? text)) return null;
        // The key comes last because it is free text.
        string[] parts = text.Split(';', 3);
        return new EbsSnapshotMetadata(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), parts.Length > 2 ? parts[2] : null);
    }

    /// <summary>Tags as a client may see them.</summary>
    public static IEnumerable<KeyValuePair<string, string>> UserTags(SnapshotInfo snapshot) => snapshot.Tags.Where(tag => tag.Key != TagKey);

    /// <summary>Size of the volume in GiB, rounded up.</summary>
    public static long VolumeSize(SnapshotInfo snapshot) => VolumeSize(snapshot.Length);

    public static long VolumeSize(long length) => (length + GiB - 1) / GiB;

    public string ToTagValue() => string.Create(CultureInfo.InvariantCulture, $"{OwnerId};{TimeoutMinutes}{(KmsKeyArn is null ? "" : ";" + KmsKeyArn)}");
}
