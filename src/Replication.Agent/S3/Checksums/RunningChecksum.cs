using System.Security.Cryptography;

namespace Replication.Agent.S3.Checksums;

/// <summary>A checksum over what passes by.</summary>
internal sealed class RunningChecksum : IDisposable
{
    private readonly Action<ReadOnlyMemory<byte>> _append;
    private readonly Func<byte[]> _finish;
    private readonly IncrementalHash? _hash;

    private RunningChecksum(Action<ReadOnlyMemory<byte>> append, Func<byte[]> finish, IncrementalHash? hash)
    {
        _append = append;
        _finish = finish;
        _hash = hash;
    }

    public static RunningChecksum Of(ReflectedCrc crc) => new(data => crc.Append(data.Span), crc.Finish, null);

    public static RunningChecksum Of(HashAlgorithmName name)
    {
        var hash = IncrementalHash.CreateHash(name);
        return new RunningChecksum(data => hash.AppendData(data.Span), hash.GetHashAndReset, hash);
    }

    public void Append(ReadOnlyMemory<byte> data) => _append(data);

    public byte[] Finish() => _finish();

    public void Dispose() => _hash?.Dispose();
}
