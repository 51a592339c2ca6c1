using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Replication.Core.Disks;
using Replication.Core.Platform;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.Content;

/// <summary>A volume's file, or a clone of it, open for reading.</summary>
internal sealed class VolumeImage : IBlockContent
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly long _length;

    public VolumeImage(string path, bool isClone)
    {
        _path = path;
        IsClone = isClone;
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _length = RandomAccess.GetLength(_file);
    }

    /// <summary>Whether writes to the volume leave this image alone.</summary>
    public bool IsClone { get; }

    public async IAsyncEnumerable<long> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        long next = 0;
        foreach (Extent extent in SparseFile.AllocatedExtents(_file, 0, _length))
        {
            long last = (extent.End - 1) / BlockGeometry.BlockSize;
            for (long block = Math.Max(next, extent.Offset / BlockGeometry.BlockSize); block <= last; block++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return block;
            }

            next = Math.Max(next, last + 1);
        }
    }

    public async ValueTask ReadAsync(long blockIndex, Memory<byte> destination, CancellationToken cancellationToken)
    {
        long offset = blockIndex * BlockGeometry.BlockSize;
        while (destination.Length > 0)
        {
            int count = await RandomAccess.ReadAsync(_file, destination, offset, cancellationToken);
            if (count == 0) break;
            destination = destination[count..];
            offset += count;
        }

        destination.Span.Clear();
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        if (IsClone) File.Delete(_path);
        return ValueTask.CompletedTask;
    }
}
