using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Replication.Disks.Layout;

/// <summary>
/// NTFS boot sector: sectors per cluster at 13, sectors at 40, cluster of the MFT at 48, size of an MFT record at 64,
/// serial number at 72. The label is attribute 0x60 of MFT record 3 ($Volume).
/// </summary>
internal sealed class NtfsProbe : IFileSystemProbe
{
    private const int VolumeRecord = 3;
    private const int MaxRecordBytes = 64 * 1024;
    private const int MaxClusterBytes = 2 * 1024 * 1024;

    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken)
    {
        if (await volume.ReadAsync(0, BootSector.Size, cancellationToken) is not { } sector || Geometry(sector.Span) is not { } geometry)
        {
            return null;
        }

        string uuid = BinaryPrimitives.ReadUInt64LittleEndian(sector.Span[72..]).ToString("X16", CultureInfo.InvariantCulture);

        // The size of a product of a hostile cluster number is limited by Geometry; the window refuses what is outside.
        long position = geometry.MftOffset + (long)VolumeRecord * geometry.RecordBytes;
        string? label = await volume.ReadAsync(position, geometry.RecordBytes, cancellationToken) is { } record
            ? NtfsVolumeRecord.Label(record.Span)
            : null;
        return new ProbeResult("ntfs", label, uuid, InBootSector: true);
    }

    private static (long MftOffset, int RecordBytes)? Geometry(ReadOnlySpan<byte> sector)
    {
        if (!BootSector.Is(sector, "NTFS    "u8) || BootSector.BytesPerSector(sector) is not (> 0 and var sectorBytes)) return null;

        // Above 0x80 the field is minus the logarithm, for clusters of more than 64 KiB.
        long clusterBytes = sectorBytes * (sector[13] <= 0x80 ? sector[13] : 1L << Math.Min(256 - sector[13], 31));
        if (clusterBytes is 0 or > MaxClusterBytes || !BitOperations.IsPow2(clusterBytes)) return null;

        // Fields of FAT that are zero here: reserved sectors, FATs, root entries, sectors (16 and 32 bits), sectors per FAT.
        if (sector[14..21].ContainsAnyExcept((byte)0) || sector[22..24].ContainsAnyExcept((byte)0)
            || sector[32..36].ContainsAnyExcept((byte)0))
        {
            return null;
        }

        ulong sectors = BinaryPrimitives.ReadUInt64LittleEndian(sector[40..]);
        ulong cluster = BinaryPrimitives.ReadUInt64LittleEndian(sector[48..]);
        if (sectors == 0 || sectors > (ulong)(long.MaxValue / sectorBytes) || cluster == 0
            || cluster >= sectors * (ulong)sectorBytes / (ulong)clusterBytes)
        {
            return null;
        }

        sbyte perRecord = (sbyte)sector[64];
        long recordBytes = perRecord > 0 ? perRecord * clusterBytes : 1L << Math.Min(-perRecord, 31);
        if (recordBytes is < 512 or > MaxRecordBytes) return null;
        return ((long)cluster * clusterBytes, (int)recordBytes);
    }
}
