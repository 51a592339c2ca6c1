using Replication.Core.Machines;

namespace Replication.Objects;

/// <summary>A disk of a machine.</summary>
public sealed class ReplicationMachineDisk
{
    internal ReplicationMachineDisk(MachineDisk disk)
    {
        DiskId = disk.Id;
        Path = disk.Path;
        Length = disk.Length;
        Format = disk.Format;
        Boot = disk.Boot;
    }

    public string DiskId { get; }

    /// <summary>Where the site keeps it: a file, or a volume id.</summary>
    public string Path { get; }

    /// <summary>In bytes, exact.</summary>
    public long Length { get; }

    public string Format { get; }

    public bool Boot { get; }

    public override string ToString() => DiskId;
}
