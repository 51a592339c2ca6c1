namespace Replication.Agent.Ec2.Records;

/// <summary>One disk of an import task: where its image is, and what became of it.</summary>
internal sealed record ImportedDisk
{
    /// <summary>As the client says: VMDK, VHD, VHDX or RAW.</summary>
    public required string Format { get; init; }

    public required string Bucket { get; init; }

    public required string Key { get; init; }

    /// <summary>The object as the client named it, where it gave a URL.</summary>
    public string? Url { get; init; }

    public string? Description { get; init; }

    public string? DeviceName { get; init; }

    /// <summary>Bytes of the object.</summary>
    public required long ImageLength { get; init; }

    /// <summary>The snapshot that is made of it, as soon as there is one.</summary>
    public string? SnapshotId { get; init; }
}
