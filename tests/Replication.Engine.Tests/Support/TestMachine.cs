using System.Security.Cryptography;

namespace Replication.Engine.Tests.Support;

/// <summary>A machine's folder as the test sees it: its disk files and what they hold, without any code of the product.</summary>
public sealed record TestMachine(string Id, string Folder)
{
    public string Disk(int position) => Path.Combine(Folder, $"disk{position}.raw");

    public void Write(int disk, long offset, byte[] data)
    {
        using FileStream file = new(Disk(disk), FileMode.Open, FileAccess.Write);
        file.Position = offset;
        file.Write(data);
    }

    /// <summary>Random bytes, the same for the same seed.</summary>
    public void Scribble(int disk, long offset, int length, int seed)
    {
        var data = new byte[length];
        new Random(seed).NextBytes(data);
        Write(disk, offset, data);
    }

    /// <summary>Some data in nearly every block, with holes in between: cheap to copy, worth sending everywhere.</summary>
    public TestMachine Fill(int disk, int seed)
    {
        long length = new FileInfo(Disk(disk)).Length;
        for (long block = 0; block * Block < length; block++)
        {
            if (block % 5 == 3) continue;
            long offset = block * Block + 8192 * (seed % 7);
            if (offset < length) Scribble(disk, offset, (int)Math.Min(6000, length - offset), HashCode.Combine(seed, (int)block));
        }

        Scribble(disk, length - 1, 1, seed);
        return this;
    }

    public IReadOnlyDictionary<string, string> Hashes()
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(Folder, "*.raw")) hashes.Add(Path.GetFileNameWithoutExtension(file), HashOf(file));
        return hashes;
    }

    public static string HashOf(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    public const int Block = 512 * 1024;
}
