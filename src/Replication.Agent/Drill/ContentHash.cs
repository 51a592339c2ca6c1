using System.Buffers.Binary;
using System.Security.Cryptography;
using Replication.Core.Disks;

namespace Replication.Agent.Drill;

/// <summary>
/// What the drill remembers of a disk: SHA-256 over its length and over the offset and SHA-256 of every mebibyte that
/// is not zeros, read one after the other. It shares no code with the root hash of the engine, whose word it checks.
/// </summary>
internal static class ContentHash
{
    private const int Chunk = 1 << 20;

    public static async Task<string> OfAsync(IDiskView disk, CancellationToken cancellationToken)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var number = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, disk.Length);
        whole.AppendData(number);
        var buffer = new byte[Chunk];
        long next = 0;
        await foreach (Extent extent in disk.AllocatedExtentsAsync(0, disk.Length, cancellationToken))
        {
            for (long offset = Math.Max(next, extent.Offset / Chunk * Chunk); offset < extent.End; offset += Chunk)
            {
                int count = (int)Math.Min(Chunk, disk.Length - offset);
                await disk.ReadAsync(offset, buffer.AsMemory(0, count), cancellationToken);
                next = offset + Chunk;
                if (buffer.AsSpan(0, count).IndexOfAnyExcept((byte)0) < 0) continue;
                BinaryPrimitives.WriteInt64LittleEndian(number, offset);
                whole.AppendData(number);
                whole.AppendData(SHA256.HashData(buffer.AsSpan(0, count)));
            }
        }

        return Convert.ToHexStringLower(whole.GetHashAndReset());
    }
}
