using Microsoft.Win32.SafeHandles;
using Replication.Core.Platform;
using Replication.Core.Snapshots;

namespace Replication.Aws.HotAdd;

/// <summary>The block device of an attached volume, open for writing whole blocks. Calls for different blocks may run at once.</summary>
internal sealed class BlockDevice : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly string _volumeId;

    private BlockDevice(SafeFileHandle handle, string path, string volumeId)
    {
        _handle = handle;
        Path = path;
        _volumeId = volumeId;
    }

    public string Path { get; }

    /// <summary>Errors: AccessNodeDeviceMismatch, InputOutputFailed.</summary>
    public static BlockDevice Open(string path, string volumeId, long volumeLength)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            long length = DeviceFile.LengthOf(handle);
            if (length != volumeLength) throw HotAddErrors.DeviceMismatch(volumeId, path, length, volumeLength);
            return new BlockDevice(handle, path, volumeId);
        }
        catch (Exception error)
        {
            handle?.Dispose();
            if (error is IOException or UnauthorizedAccessException) throw HotAddErrors.DeviceFailed(volumeId, path, error);
            throw;
        }
    }

    public Task WriteAsync(long block, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => TranslateAsync(async () =>
    {
        await RandomAccess.WriteAsync(_handle, data, block * BlockGeometry.BlockSize, cancellationToken);
    });

    /// <summary>Makes what was written durable, and the next reads come from the device.</summary>
    public Task FlushAsync() => TranslateAsync(() => Task.Run(() =>
    {
        RandomAccess.FlushToDisk(_handle);
        DeviceFile.DropCache(_handle);
    }));

    public Task ReadAsync(long block, Memory<byte> buffer, CancellationToken cancellationToken) => TranslateAsync(async () =>
    {
        for (int done = 0; done < buffer.Length;)
        {
            int count = await RandomAccess.ReadAsync(_handle, buffer[done..], block * BlockGeometry.BlockSize + done, cancellationToken);
            if (count == 0) throw new EndOfStreamException("The device ends before the volume does.");
            done += count;
        }
    });

    public void Dispose() => _handle.Dispose();

    private async Task TranslateAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw HotAddErrors.DeviceFailed(_volumeId, Path, error);
        }
    }
}
