using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Journal;

/// <summary>
/// What a slot of a journal may hold beside the SHA-256 of a block that the service has acknowledged. No SHA-256 is
/// known to have these values, and finding one is as hard as any collision.
/// </summary>
internal static class Mark
{
    /// <summary>A put was begun and not acknowledged: the service may hold the block or not.</summary>
    public static BlockDigest Begun { get; } = Filled(0xFF);

    /// <summary>Zeros were put into a snapshot in which a block that was never sent reads as zeros: nothing was sent.</summary>
    public static BlockDigest Omitted { get; } = Filled(0xFE);

    /// <summary>Zeros that the store sent by itself at completion; the caller did not put this block.</summary>
    public static BlockDigest Fill { get; } = Filled(0xFD);

    private static BlockDigest Filled(byte value)
    {
        Span<byte> bytes = stackalloc byte[BlockDigest.Size];
        bytes.Fill(value);
        return new BlockDigest(bytes);
    }
}
