using Replication.Core.Mounts;

namespace Replication.Objects;

/// <summary>A disk that is served over NBD.</summary>
public sealed class RecoveryPointMountDisk
{
    internal RecoveryPointMountDisk(MountExport export)
    {
        DiskId = export.DiskId;
        Uri = export.Uri;
        Length = export.Length;
    }

    public string DiskId { get; }

    /// <summary>NBD URI, as qemu and libnbd take it.</summary>
    public string Uri { get; }

    /// <summary>In bytes, exact.</summary>
    public long Length { get; }

    public override string ToString() => Uri;
}
