namespace Replication.Core.Disks;

public sealed record DiskOpenOptions
{
    /// <summary>Sector size to assume where the format does not state it (raw).</summary>
    public int? LogicalSectorSize { get; init; }

    /// <summary>Set to read a file as raw bytes even though its content looks like another format.</summary>
    public bool ForceRaw { get; init; }
}
