namespace Replication.Store.Volumes;

internal static class VolumeLimits
{
    /// <summary>1 EiB: far above any disk, far below where block arithmetic could overflow.</summary>
    public const long MaximumDiskLength = 1L << 60;

    /// <summary>A descriptor holds at most 50 tags and a description; more is not one of ours.</summary>
    public const int MaximumDocumentLength = 1 << 20;

    /// <summary>As EC2 allows.</summary>
    public const int MaximumTags = 50;
}
