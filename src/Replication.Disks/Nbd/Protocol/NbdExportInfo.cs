namespace Replication.Disks.Nbd;

/// <summary>What a server told about an export when it was opened.</summary>
public sealed record NbdExportInfo
{
    private const int DefaultPreferredBlock = 4096;

    /// <summary>Bytes.</summary>
    public required long Length { get; init; }

    public required NbdExportFlags Flags { get; init; }

    /// <summary>Offsets and lengths of requests are multiples of this many bytes.</summary>
    public int MinimumBlock { get; init; } = 1;

    /// <summary>Bytes of a request that the server does well.</summary>
    public int PreferredBlock { get; init; } = DefaultPreferredBlock;

    /// <summary>Most bytes that one request reads or writes.</summary>
    public int MaximumPayload { get; init; } = NbdLimits.MaxPayload;

    public bool IsReadOnly => Flags.HasFlag(NbdExportFlags.ReadOnly);

    public bool Has(NbdExportFlags flags) => (Flags & flags) == flags;
}
