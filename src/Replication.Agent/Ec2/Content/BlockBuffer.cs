using System.Buffers;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.Content;

/// <summary>One block's worth of pooled memory.</summary>
internal readonly struct BlockBuffer : IDisposable
{
    private readonly byte[] _bytes;

    private BlockBuffer(byte[] bytes) => _bytes = bytes;

    public Memory<byte> Memory => _bytes.AsMemory(0, BlockGeometry.BlockSize);

    public static BlockBuffer Rent() => new(ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize));

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
