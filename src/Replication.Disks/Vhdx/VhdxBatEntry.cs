namespace Replication.Disks.Vhdx;

/// <summary>[MS-VHDX] 2.5.1: state in bits 0-2, 17 reserved bits, file offset in MiB in bits 20-63.</summary>
internal readonly record struct VhdxBatEntry(ulong Value)
{
    public const int Size = sizeof(ulong);

    private const ulong StateMask = 7;
    private const int OffsetShift = 20;
    private const ulong ReservedMask = (1UL << OffsetShift) - 1 - StateMask;

    public VhdxBlockState State => (VhdxBlockState)(Value & StateMask);

    /// <summary>Negative when the file claims more than 2^63 bytes; no such place is inside a file.</summary>
    public long Offset => (long)(Value >> OffsetShift << OffsetShift);

    public bool IsAllocated => State is VhdxBlockState.FullyPresent or VhdxBlockState.PartiallyPresent;

    public bool HasReservedBits => (Value & ReservedMask) != 0;

    public static VhdxBatEntry Allocated(long offset) => new((ulong)offset | (ulong)VhdxBlockState.FullyPresent);
}
