using System.Buffers.Binary;
using System.Security.Cryptography;
using Replication.Core.Disks;
using Replication.Runtime;

namespace Replication.Bench.Images;

/// <summary>
/// SHA-256 over a disk's length and over offset and SHA-256 of every mebibyte that is not zeros. It shares no code with the
/// root hash of the engine, whose word it checks.
/// </summary>
internal static class ContentHash
{
    private const int Chunk = 1 << 20;

    public static async Task<string> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        await using IDiskView view = await Tools.DiskImages.OpenAsync(path, new DiskOpenOptions { ForceRaw = true }, cancellationToken);
        return await OfAsync(view, cancellationToken);
    }

    public static async Task<string> OfAsync(IDiskView disk, CancellationToken cancellationToken)
    {
        var offsets = new List<long>();
        await foreach (Extent extent in disk.AllocatedExtentsAsync(0, disk.Length, cancellationToken))
        {
            for (long offset = Math.Max(offsets.Count == 0 ? 0 : offsets[^1] + Chunk, extent.Offset / Chunk * Chunk); offset < extent.End; offset += Chunk)
                offsets.Add(offset);
        }

        var digests = new byte[offsets.Count][];
        await Parallel.ForAsync(0, offsets.Count, cancellationToken, async (index, token) =>
        {
            var data = new byte[(int)Math.Min(Chunk, disk.Length - offsets[index])];
            await disk.ReadAsync(offsets[index], data, token);
            digests[index] = data.AsSpan().ContainsAnyExcept((byte)0) ? SHA256.HashData(data) : [];
        });

        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var number = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, disk.Length);
        whole.AppendData(number);
        foreach ((int index, long offset) in offsets.Index())
        {
            if (digests[index].Length == 0) continue;
            BinaryPrimitives.WriteInt64LittleEndian(number, offset);
            whole.AppendData(number);
            whole.AppendData(digests[index]);
        }

        return Convert.ToHexStringLower(whole.GetHashAndReset());
    }

    public static void RequireEqual(string what, string expected, string found)
    {
        if (expected != found) throw new BenchException($"{what}: the content hashes to {found}, expected {expected}. The figure is worth nothing.");
    }
}
