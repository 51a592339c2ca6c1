using System.Buffers.Binary;
using System.Text;
using Replication.Disks.Checksums;

namespace Replication.Disks.Layout;

/// <summary>
/// LVM2 physical volume label (lib/format_text/layout.h, struct label_header) in one of the first four sectors of 512:
/// "LABELONE", own sector at 8, CRC at 16 over byte 20 to the end of the sector, offset of the content at 20,
/// "LVM2 001" at 24. The content begins with 32 characters of id, shown in groups of 6-4-4-4-4-4-6.
/// </summary>
internal sealed class LvmProbe : IFileSystemProbe
{
    private const int SectorSize = 512;
    private const int Sectors = 4;
    private const uint CrcStart = 0xF597A6CF;
    private const int IdLength = 32;
    private static readonly int[] Groups = [6, 4, 4, 4, 4, 4, 6];

    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken) =>
        await volume.ReadAsync(0, Sectors * SectorSize, cancellationToken) is { } start ? Recognise(start.Span) : null;

    private static ProbeResult? Recognise(ReadOnlySpan<byte> start)
    {
        for (int i = 0; i < Sectors; i++)
        {
            var sector = start.Slice(i * SectorSize, SectorSize);
            if (!sector.StartsWith("LABELONE"u8) || !sector[24..].StartsWith("LVM2 001"u8)) continue;
            uint content = BinaryPrimitives.ReadUInt32LittleEndian(sector[20..]);
            if (BinaryPrimitives.ReadUInt64LittleEndian(sector[8..]) != (ulong)i || content > SectorSize - IdLength) continue;
            if (Crc32.Update(CrcStart, sector[20..]) != BinaryPrimitives.ReadUInt32LittleEndian(sector[16..])) continue;
            return new ProbeResult("lvm2_member", null, Format(Encoding.ASCII.GetString(sector.Slice((int)content, IdLength))));
        }

        return null;
    }

    private static string Format(string id)
    {
        var parts = new List<string>();
        int position = 0;
        foreach (int length in Groups)
        {
            parts.Add(id.Substring(position, length));
            position += length;
        }

        return string.Join('-', parts);
    }
}
