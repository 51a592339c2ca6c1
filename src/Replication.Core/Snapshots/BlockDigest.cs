using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Replication.Core.Snapshots;

/// <summary>SHA-256 as a value of 32 bytes without an allocation. The default value means "absent", never a digest.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct BlockDigest : IEquatable<BlockDigest>
{
    public const int Size = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    public BlockDigest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException("A SHA-256 digest has 32 bytes.", nameof(bytes));
        this = MemoryMarshal.Read<BlockDigest>(bytes);
    }

    /// <summary>Digest of a whole block of zeros, so that holes need neither reading nor hashing.</summary>
    public static BlockDigest OfZeroBlock { get; } = Compute(new byte[BlockGeometry.BlockSize]);

    public bool IsAbsent => (_a | _b | _c | _d) == 0;

    public static bool operator ==(BlockDigest left, BlockDigest right) => left.Equals(right);

    public static bool operator !=(BlockDigest left, BlockDigest right) => !left.Equals(right);

    public static BlockDigest Compute(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(data, hash);
        return new BlockDigest(hash);
    }

    public static BlockDigest Parse(string hex) => new(Convert.FromHexString(hex));

    public void WriteTo(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    public byte[] ToByteArray()
    {
        var bytes = new byte[Size];
        WriteTo(bytes);
        return bytes;
    }

    public string ToBase64() => Convert.ToBase64String(ToByteArray());

    /// <summary>Lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());

    public bool Equals(BlockDigest other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    public override bool Equals(object? obj) => obj is BlockDigest other && Equals(other);

    public override int GetHashCode() => _a.GetHashCode();
}
