using System.Buffers.Binary;

namespace Replication.Disks.Layout;

/// <summary>
/// Member of a ZFS pool: the ring of uberblocks at 128 KiB of the first label, each at a multiple of 1 KiB and beginning
/// with 0x00BAB10C in the byte order of the machine that wrote it. One of them proves little, four do.
/// </summary>
internal sealed class ZfsProbe : IFileSystemProbe
{
    private const int Offset = 128 * 1024;
    private const int Size = 128 * 1024;
    private const int Step = 1024;
    private const int Enough = 4;
    private const ulong Magic = 0x00BAB10C;

    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken) =>
        await volume.ReadAsync(Offset, Size, cancellationToken) is { } ring && Count(ring.Span) >= Enough
            ? new ProbeResult("zfs_member", null, null)
            : null;

    private static int Count(ReadOnlySpan<byte> ring)
    {
        int count = 0;
        for (int i = 0; i < ring.Length; i += Step)
        {
            ulong value = BinaryPrimitives.ReadUInt64LittleEndian(ring[i..]);
            if (value == Magic || BinaryPrimitives.ReverseEndianness(value) == Magic) count++;
        }

        return count;
    }
}
