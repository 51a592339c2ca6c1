namespace Replication.Disks.Vhdx;

/// <summary>[MS-VHDX] 2.2.3.2: one region table entry.</summary>
internal readonly record struct VhdxRegion(Guid Id, long Offset, uint Length, bool Required);
