using System.Buffers.Binary;
using Replication.Core.Errors;
using Replication.Disks.Chains;
using Replication.Disks.Files;

namespace Replication.Disks.Vhdx;

/// <summary>[MS-VHDX] 2.6.2: the known metadata items, checked.</summary>
internal sealed record VhdxMetadata(
    uint BlockSize, bool LeaveBlocksAllocated, bool HasParent, long DiskSize, int LogicalSectorSize, ParentReference? Parent)
{
    private const uint LeaveBlocksAllocatedFlag = 1;
    private const uint HasParentFlag = 2;

    public static VhdxMetadata Read(IImageBytes image, VhdxRegion region)
    {
        VhdxMetadataTable table = VhdxMetadataTable.Read(image, region);
        ReadOnlySpan<byte> parameters = table.ReadItem(VhdxGuids.FileParameters, 8);
        uint blockSize = BinaryPrimitives.ReadUInt32LittleEndian(parameters);
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(parameters[4..]);
        if (blockSize is < VhdxLimits.MinBlockSize or > VhdxLimits.MaxBlockSize || !uint.IsPow2(blockSize))
            throw table.Damaged($"The block size is {blockSize} bytes.", "a power of two from 1 MiB to 256 MiB");
        if ((flags & ~(LeaveBlocksAllocatedFlag | HasParentFlag)) != 0)
            throw table.Damaged($"The file parameters have reserved flags set (0x{flags:X}).", "reserved flags of zero");

        int sector = ReadSectorSize(table, VhdxGuids.LogicalSectorSize, "logical");
        _ = ReadSectorSize(table, VhdxGuids.PhysicalSectorSize, "physical");
        _ = table.ReadItem(VhdxGuids.VirtualDiskId, 16);

        long size = BinaryPrimitives.ReadInt64LittleEndian(table.ReadItem(VhdxGuids.VirtualDiskSize, sizeof(long)));
        if (size is <= 0 or > VhdxLimits.MaxDiskSize || size % sector != 0)
            throw table.Damaged($"The virtual disk size is {size} bytes.", $"a positive multiple of {sector}, at most 64 TiB");

        bool hasParent = (flags & HasParentFlag) != 0;
        ParentReference? parent = hasParent ? VhdxParentLocator.Read(table) : null;
        return new VhdxMetadata(blockSize, (flags & LeaveBlocksAllocatedFlag) != 0, hasParent, size, sector, parent);
    }

    private static int ReadSectorSize(VhdxMetadataTable table, Guid item, string name)
    {
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(table.ReadItem(item, sizeof(uint)));
        return size is 512 or 4096 ? (int)size : throw table.Damaged($"The {name} sector size is {size} bytes.", "512 or 4096 bytes");
    }
}
