using System.IO.Compression;

namespace Replication.Disks.Vmdk;

public sealed record VmdkStreamOptions
{
    /// <summary>Name that the extent line of the embedded descriptor carries; readers of a single file ignore it.</summary>
    public string ExtentName { get; init; } = "disk.vmdk";

    /// <summary>Identity of the content, neither 0xFFFFFFFE nor 0xFFFFFFFF; null for a new one. With one given, the same disk is the same bytes.</summary>
    public uint? ContentId { get; init; }

    /// <summary>Speed by default: the next step down costs three times the processor time for a few percent.</summary>
    public CompressionLevel Compression { get; init; } = CompressionLevel.Fastest;
}
