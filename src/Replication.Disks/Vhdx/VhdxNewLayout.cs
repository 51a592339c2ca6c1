using System.Buffers.Binary;
using System.Text;
using Replication.Disks.Writing;

namespace Replication.Disks.Vhdx;

/// <summary>Where the structures of a new VHDX go, and their content. The log is empty (LogGuid zero) and zeroed.</summary>
internal sealed class VhdxNewLayout
{
    private const uint LogLength = VhdxLimits.Megabyte;
    private const uint MetadataLength = VhdxLimits.Megabyte;
    private const uint PhysicalSectorSize = 4096;
    private const int TableChunk = 64 * 1024;
    private const string Creator = "Replication";
    private const uint RequiredFile = VhdxMetadataEntry.RequiredFlag;
    private const uint RequiredDisk = VhdxMetadataEntry.RequiredFlag | VhdxMetadataEntry.VirtualDiskFlag;

    public VhdxNewLayout(VhdxGeometry geometry)
    {
        Geometry = geometry;
        long offset = VhdxLimits.HeaderSectionSize;
        LogOffset = offset;
        Metadata = new VhdxRegion(VhdxGuids.MetadataRegion, offset += LogLength, MetadataLength, Required: true);
        long table = geometry.EntryCount * VhdxBatEntry.Size;
        uint tableLength = (uint)((table + VhdxLimits.Megabyte - 1) / VhdxLimits.Megabyte * VhdxLimits.Megabyte);
        Bat = new VhdxRegion(VhdxGuids.BatRegion, offset += MetadataLength, tableLength, Required: true);
        DataOffset = offset + tableLength;
    }

    public VhdxGeometry Geometry { get; }

    public long LogOffset { get; }

    public VhdxRegion Metadata { get; }

    public VhdxRegion Bat { get; }

    /// <summary>First byte for blocks.</summary>
    public long DataOffset { get; }

    /// <param name="file">Takes everything but the BAT and the blocks.</param>
    /// <param name="identity">Of the disk; the file and its writes are told apart by the others.</param>
    public void WriteStructures(IPositionedWriter file, Guid identity)
    {
        WriteMetadata(file, identity);

        var table = new byte[VhdxRegionTable.Size];
        new VhdxRegionTable([Bat, Metadata]).WriteTo(table);
        file.Write(VhdxLimits.RegionTable1Offset, table);
        file.Write(VhdxLimits.RegionTable2Offset, table);

        var header = new byte[VhdxHeader.Size];
        var first = new VhdxHeader(
            1, identity, identity, Guid.Empty, VhdxHeader.SupportedLogVersion, VhdxHeader.SupportedVersion, LogLength,
            LogOffset);
        first.WriteTo(header);
        file.Write(VhdxLimits.Header1Offset, header);
        (first with { SequenceNumber = 2 }).WriteTo(header);
        file.Write(VhdxLimits.Header2Offset, header);
        file.Write(0, [.. VhdxImage.Signature, .. Encoding.Unicode.GetBytes(Creator)]);
    }

    private void WriteMetadata(IPositionedWriter file, Guid identity)
    {
        (Guid Id, uint Flags, byte[] Value)[] items =
        [
            (VhdxGuids.FileParameters, RequiredFile, LittleEndian(Geometry.BlockSize, 8)),
            (VhdxGuids.VirtualDiskSize, RequiredDisk, LittleEndian(Geometry.DiskSize, sizeof(long))),
            (VhdxGuids.VirtualDiskId, RequiredDisk, identity.ToByteArray()),
            (VhdxGuids.LogicalSectorSize, RequiredDisk, LittleEndian(Geometry.SectorSize, sizeof(uint))),
            (VhdxGuids.PhysicalSectorSize, RequiredDisk, LittleEndian(PhysicalSectorSize, sizeof(uint))),
        ];

        var bytes = new byte[VhdxMetadataTable.Size * 2];
        VhdxMetadataTable.Signature.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), (ushort)items.Length);
        int offset = VhdxMetadataTable.Size;
        for (int i = 0; i < items.Length; i++)
        {
            var entry = new VhdxMetadataEntry(items[i].Id, (uint)offset, (uint)items[i].Value.Length, items[i].Flags);
            entry.WriteTo(bytes.AsSpan((i + 1) * VhdxMetadataEntry.Size));
            items[i].Value.CopyTo(bytes, offset);
            offset += items[i].Value.Length;
        }

        file.Write(Metadata.Offset, bytes.AsSpan(0, offset));
    }

    /// <summary>Writes the BAT; sector bitmap entries of a dynamic disk stay "not present", which is zero.</summary>
    /// <param name="file">Takes it.</param>
    /// <param name="offsets">Place of each block in the file; 0 for those without content.</param>
    public void WriteTable(IPositionedWriter file, ReadOnlySpan<long> offsets)
    {
        var chunk = new byte[TableChunk];
        int used = 0;
        long position = Bat.Offset;
        for (long index = 0; index < Geometry.EntryCount; index++)
        {
            long offset = Geometry.IsBitmapEntry(index) ? 0 : offsets[(int)Geometry.BlockOfEntry(index)];
            BinaryPrimitives.WriteUInt64LittleEndian(chunk.AsSpan(used), offset == 0 ? 0 : VhdxBatEntry.Allocated(offset).Value);
            used += VhdxBatEntry.Size;
            if (used < chunk.Length && index + 1 < Geometry.EntryCount) continue;
            file.Write(position, chunk.AsSpan(0, used));
            position += used;
            used = 0;
        }
    }

    private static byte[] LittleEndian(long value, int length)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes[..length];
    }
}
