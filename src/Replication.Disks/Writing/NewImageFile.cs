using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Replication.Core.Platform;

namespace Replication.Disks.Writing;

/// <summary>
/// A file in the making: written under a temporary name beside its target and given its name only when every byte is on
/// stable storage, so that the target either does not exist or is complete. Never replaces anything.
/// </summary>
internal sealed class NewImageFile : IPositionedWriter, IDisposable
{
    /// <summary>Smaller writes are left to gather in the page cache.</summary>
    private const int WritebackSize = 512 * 1024;

    /// <summary>What is compared fits the second-level cache beside what it is compared with.</summary>
    private const int ReadBackSize = 128 * 1024;

    private readonly string _path;
    private readonly string _folder;
    private readonly string _temporary;
    private readonly SafeFileHandle _handle;
    private bool _committed;

    private NewImageFile(string path, string folder, string temporary, SafeFileHandle handle)
    {
        _path = path;
        _folder = folder;
        _temporary = temporary;
        _handle = handle;
    }

    public static NewImageFile Create(string path)
    {
        path = Path.GetFullPath(path);
        if (Path.Exists(path)) throw WriteErrors.Exists(path);
        string folder = Path.GetDirectoryName(path) ?? path;
        string temporary = Path.Combine(folder, $".replication-{Guid.NewGuid():N}.partial");
        return WriteErrors.Guard(path, () =>
        {
            SafeFileHandle handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            SparseFile.MarkSparse(handle);
            return new NewImageFile(path, folder, temporary, handle);
        });
    }

    public void SetLength(long length) => WriteErrors.Guard(_path, () =>
    {
        RandomAccess.SetLength(_handle, length);
        return true;
    });

    public void Write(long position, ReadOnlySpan<byte> data)
    {
        try
        {
            RandomAccess.Write(_handle, data, position);
            if (data.Length >= WritebackSize) EarlyWriteback.Start(_handle, position, data.Length);
        }
        catch (Exception exception) when (WriteErrors.IsStorage(exception))
        {
            throw WriteErrors.Translate(_path, exception);
        }
    }

    /// <summary>Reads again what was just written there, while it is cached, and compares.</summary>
    public void RequireWritten(long position, ReadOnlySpan<byte> data)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBackSize);
        try
        {
            while (data.Length > 0)
            {
                Span<byte> found = buffer.AsSpan(0, Math.Min(ReadBackSize, data.Length));
                int count = RandomAccess.Read(_handle, found, position);
                if (count < found.Length || !found.SequenceEqual(data[..count])) throw WriteErrors.NotAsWritten(_path, position);
                position += count;
                data = data[count..];
            }
        }
        catch (Exception exception) when (WriteErrors.IsStorage(exception))
        {
            throw WriteErrors.Translate(_path, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Flushes, names and makes the name durable, in this order.</summary>
    public void Commit() => WriteErrors.Guard(_path, () =>
    {
        RandomAccess.FlushToDisk(_handle);
        _handle.Dispose();
        MoveIntoPlace();
        try
        {
            DirectorySync.Flush(_folder);
        }
        catch
        {
            File.Delete(_path);
            throw;
        }

        return _committed = true;
    });

    public void Dispose()
    {
        _handle.Dispose();
        if (_committed) return;
        try
        {
            File.Delete(_temporary);
        }
        catch (Exception exception) when (WriteErrors.IsStorage(exception))
        {
            // The error that brought us here is the one to report; a folder that went away took the file with it.
        }
    }

    private void MoveIntoPlace()
    {
        try
        {
            File.Move(_temporary, _path, overwrite: false);
        }
        catch (IOException) when (Path.Exists(_path))
        {
            throw WriteErrors.Exists(_path);
        }
    }
}
