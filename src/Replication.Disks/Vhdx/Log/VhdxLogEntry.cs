namespace Replication.Disks.Vhdx.Log;

/// <summary>[MS-VHDX] 2.3.1.1: a log entry that passed every check of its header, descriptors, data sectors and checksum.</summary>
/// <param name="Offset">Where it starts in the ring.</param>
/// <param name="Length">Bytes, a multiple of 4 KiB; it may wrap around the end of the ring.</param>
/// <param name="Tail">Where the oldest entry of the sequence that ends here starts.</param>
internal sealed record VhdxLogEntry(
    int Offset, int Length, int Tail, ulong SequenceNumber, int DescriptorCount, long FlushedFileOffset, long LastFileOffset);
