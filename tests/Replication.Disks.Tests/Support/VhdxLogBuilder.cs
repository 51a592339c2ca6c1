using System.Buffers.Binary;

namespace Replication.Disks.Tests.Support;

/// <summary>Writes log entries ([MS-VHDX] 2.3) into the log of a file made by <see cref="VhdxBuilder"/>.</summary>
internal sealed class VhdxLogBuilder(byte[] file, Guid logGuid)
{
    private const int Sector = 4096;
    private readonly List<(long Offset, long ZeroLength, byte[]? Data)> _writes = [];

    public long FlushedFileOffset { get; set; } = file.Length;

    public long LastFileOffset { get; set; } = file.Length;

    public VhdxLogBuilder Data(long offset, ReadOnlySpan<byte> sector)
    {
        _writes.Add((offset, 0, sector[..Sector].ToArray()));
        return this;
    }

    public VhdxLogBuilder Zero(long offset, long length)
    {
        _writes.Add((offset, length, null));
        return this;
    }

    /// <summary>Writes the gathered updates as one entry at a place of the ring, and starts the next entry.</summary>
    /// <returns>Where the next entry goes.</returns>
    public int Append(int ringOffset, int tail, ulong sequence)
    {
        int descriptorSectors = (64 + _writes.Count * 32 + Sector - 1) / Sector;
        var entry = new byte[(descriptorSectors + _writes.Count(write => write.Data is not null)) * Sector];
        "loge"u8.CopyTo(entry);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(8), entry.Length);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(12), tail);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(16), sequence);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(24), _writes.Count);
        logGuid.TryWriteBytes(entry.AsSpan(32));
        BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(48), FlushedFileOffset);
        BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(56), LastFileOffset);

        int dataSector = descriptorSectors;
        for (int i = 0; i < _writes.Count; i++)
        {
            Span<byte> descriptor = entry.AsSpan(64 + i * 32);
            (long offset, long zeroLength, byte[]? data) = _writes[i];
            (data is null ? "zero"u8 : "desc"u8).CopyTo(descriptor);
            BinaryPrimitives.WriteInt64LittleEndian(descriptor[16..], offset);
            BinaryPrimitives.WriteUInt64LittleEndian(descriptor[24..], sequence);
            if (data is null)
            {
                BinaryPrimitives.WriteInt64LittleEndian(descriptor[8..], zeroLength);
                continue;
            }

            data.AsSpan(Sector - 4, 4).CopyTo(descriptor[4..]);
            data.AsSpan(0, 8).CopyTo(descriptor[8..]);
            Span<byte> sector = entry.AsSpan(dataSector++ * Sector, Sector);
            data.CopyTo(sector);
            "data"u8.CopyTo(sector);
            BinaryPrimitives.WriteUInt32LittleEndian(sector[4..], (uint)(sequence >> 32));
            BinaryPrimitives.WriteUInt32LittleEndian(sector[(Sector - 4)..], (uint)sequence);
        }

        VhdxBuilder.FixChecksum(entry);
        for (int i = 0; i < entry.Length; i++) file[VhdxBuilder.LogOffset + (ringOffset + i) % VhdxBuilder.Mb] = entry[i];
        _writes.Clear();
        return (ringOffset + entry.Length) % VhdxBuilder.Mb;
    }
}
