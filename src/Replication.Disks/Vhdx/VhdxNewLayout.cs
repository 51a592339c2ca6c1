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

    public void WriteStructures(NewImageFile file)
    {
        WriteMetadata(file);

        var table = new byte[VhdxRegionTable.Size];
        new VhdxRegionTable([Bat, Metadata]).WriteTo(table);
        file.Write(VhdxLimits.RegionTable1Offset, table);
        file.Write(VhdxLimits.RegionTable2Offset, table);

        var header = new byte[VhdxHeader.Size];
        var first = new VhdxHeader(
            1, Guid.NewGuid(), Guid.NewGuid(), Guid.Empty, VhdxHeader.SupportedLogVersion, VhdxHeader.SupportedVersion, LogLength,
            LogOffset);
        first.WriteTo(header);
        file.Write(VhdxLimits.Header1Offset, header);
        (first with { SequenceNumber = 2 }).WriteTo(header);
        file.Write(VhdxLimits.Header2Offset, header);
        file.Write(0, [.. VhdxImage.Signature, .. Encoding.Unicode.GetBytes(Creator)]);
    }

    private void WriteMetadata(NewImageFile file)
    {
        (Guid Id, uint Flags, byte[] Value)[] items =
        [
            (VhdxGuids.FileParameters, RequiredFile, LittleEndian(Geometry.BlockSize, 8)),
            (VhdxGuids.VirtualDiskSize, RequiredDisk, LittleEndian(Geometry.DiskSize, sizeof(long))),
            (VhdxGuids.VirtualDiskId, RequiredDisk, Guid.NewGuid().ToByteArray()),
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

    private static byte[] LittleEndian(long value, int length)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes[..length];
    }
}
