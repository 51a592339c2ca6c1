namespace Replication.Aws.Tests.Copies;

/// <summary>
/// Bytes of a disk's content on the way to a recovery point's snapshot and a volume that a machine can start from, by the place that they went to.
/// </summary>
/// <param name="Device">Written to a device of the access node.</param>
/// <param name="Image">Uploaded to S3.</param>
/// <param name="Puts">Put with EBS direct.</param>
/// <param name="Snapshot">Written by the service into the snapshot, out of what came to it in other ways.</param>
/// <param name="Volume">Written by the service into a volume that was made of the snapshot.</param>
/// <param name="ReadBack">Read again, to be compared.</param>
internal sealed record MovedContent(long Device, long Image, long Puts, long Snapshot, long Volume, long ReadBack)
{
    private long[] Places => [Device, Image, Puts, Snapshot, Volume];

    /// <summary>How many places the content was written to.</summary>
    public int Copies => Places.Count(bytes => bytes > 0);

    public long Bytes => Places.Sum() + ReadBack;
}
