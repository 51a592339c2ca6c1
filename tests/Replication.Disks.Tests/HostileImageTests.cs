using Replication.Core.Errors;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests;

/// <summary>
/// Mutations of small valid images, seeded so that a failure repeats. Whatever a file says, the outcome is a disk that
/// can be read or one <see cref="DiskImageException"/>; and where a checksum covers the mutation, never other bytes.
/// REPLICATION_LONG_TESTS=1 runs many times as many.
/// </summary>
public sealed class HostileImageTests : IDisposable
{
    private static readonly long[] Extremes =
        [
            0, 1, -1, 7, 511, 513, 4095, 65535, 1L << 20, (1L << 31) - 1, 1L << 31, 1L << 32, 1L << 40, long.MaxValue, long.MinValue,
            0x7FFFFFFFFFF00006,
        ];

    private static readonly bool Long = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1";

    private readonly TestFolder _folder = new();

    /// <summary>With checksums over their structures.</summary>
    public static TheoryData<string> Images => [.. SmallImage.Checksummed];

    public static TheoryData<string> AllImages => [.. SmallImage.Checksummed, "vmdk sparse", "vmdk stream", "vmdk flat", "vmdk child"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(AllImages))]
    public async Task A_mutated_image_is_read_or_refused(string kind)
    {
        (string path, byte[] bytes) = SmallImage.Make(kind, _folder);
        (int Offset, int Length)[] structure = SmallImage.Structure(kind, bytes);
        var random = new Random(20260101);
        int read = 0;
        int refused = 0;
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            for (int i = 0; i < (Long ? 40_000 : 800); i++)
            {
                (int offset, byte[] mutation) = Mutate(random, structure, bytes);
                RandomAccess.Write(file, mutation, offset);
                if (await ImageProbe.OutcomeAsync(path, $"{kind}, mutation {i} at {offset}: {Convert.ToHexString(mutation)}") is null) read++;
                else refused++;
                RandomAccess.Write(file, bytes.AsSpan(offset, mutation.Length), offset);
            }
        }

        // The mutations reach the parser: many are refused. The restored file opens.
        Assert.True(refused > 50, $"{refused} refused, {read} read");
        Assert.Null(await ImageProbe.OutcomeAsync(path, "restored"));
    }

    [Theory]
    [MemberData(nameof(AllImages))]
    public async Task An_image_cut_off_anywhere_is_read_or_refused(string kind)
    {
        (string path, byte[] bytes) = SmallImage.Make(kind, _folder);
        var random = new Random(7);
        IEnumerable<int> boundaries = SmallImage.Structure(kind, bytes)
            .SelectMany(part => new[] { part.Offset, part.Offset + part.Length });
        int[] lengths =
        [
            .. boundaries.SelectMany(at => new[] { at - 512, at - 1, at, at + 1, at + 512 }).Concat(
                [bytes.Length - 513, bytes.Length - 512, bytes.Length - 511, bytes.Length - 1])
                .Where(length => length >= 0 && length < bytes.Length).Distinct().OrderDescending(),
            .. Enumerable.Range(0, Long ? 2000 : 30).Select(_ => random.Next(bytes.Length)).OrderDescending(),
        ];
        foreach (int length in lengths)
        {
            _folder.Write(Path.GetFileName(path), bytes[..length]);
            await ImageProbe.OutcomeAsync(path, $"{kind}, cut to {length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Images))]
    public async Task A_flipped_bit_under_a_checksum_never_changes_what_is_read(string kind)
    {
        (string path, byte[] bytes) = SmallImage.Make(kind, _folder);
        byte[] expected = await Content.ReadAllAsync(path);
        (int Offset, int Length)[] covered = kind.StartsWith("vhdx", StringComparison.Ordinal)
            ? [.. SmallImage.VhdxStructure.Where(part => part.Offset is > 0 and < VhdxBuilder.LogOffset
                || (part.Offset == VhdxBuilder.LogOffset && kind == "vhdx dirty"))]
            : kind == "vhd fixed" ? [(bytes.Length - 504, 504)] : [(8, 504), (512 + 8, 1016), (bytes.Length - 504, 504)];
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        foreach ((int start, int length) in covered)
        {
            for (int offset = start; offset < start + length; offset += Long ? 1 : 7)
            {
                byte flipped = (byte)(bytes[offset] ^ 1 << offset % 8);
                RandomAccess.Write(file, [flipped], offset);
                try
                {
                    byte[] read = await Content.ReadAllAsync(path);
                    Assert.True(expected.AsSpan().SequenceEqual(read), $"{kind}: byte {offset} flipped");
                }
                catch (DiskImageException)
                {
                    // Noticed, and there was no second copy.
                }

                RandomAccess.Write(file, bytes.AsSpan(offset, 1), offset);
            }
        }
    }

    private static (int Offset, byte[] Mutation) Mutate(Random random, (int Offset, int Length)[] structure, byte[] bytes)
    {
        (int start, int length) = structure[random.Next(structure.Length)];
        int offset = start + random.Next(length);
        byte[] mutation;
        switch (random.Next(4))
        {
            case 0:
                mutation = [(byte)(bytes[offset] ^ 1 << random.Next(8))];
                break;
            case 1:
                mutation = new byte[random.Next(1, 17)];
                random.NextBytes(mutation);
                break;
            default:
                offset = offset / 4 * 4;
                mutation = BitConverter.GetBytes(Extremes[random.Next(Extremes.Length)]);
                if (random.Next(2) == 0) Array.Reverse(mutation);
                if (random.Next(2) == 0) mutation = mutation[..4];
                break;
        }

        offset = Math.Min(offset, bytes.Length - mutation.Length);
        var mutated = new byte[mutation.Length];
        mutation.CopyTo(mutated, 0);
        return (offset, mutated);
    }
}
