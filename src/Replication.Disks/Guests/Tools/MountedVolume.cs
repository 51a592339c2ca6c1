using Replication.Disks.Files;

namespace Replication.Disks.Guests;

/// <summary>A guest's file system that is mounted at a folder of this machine.</summary>
internal sealed class MountedVolume(VolumeIdentity identity, string folder) : IGuestVolume
{
    /// <summary>What <see cref="FileSystemInfo.Attributes"/> are of an entry that does not exist.</summary>
    private const FileAttributes NoEntry = (FileAttributes)(-1);

    public VolumeIdentity Identity => identity;

    public ValueTask<GuestEntry?> LookAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Try(path, () =>
        {
            var info = new FileInfo(folder + path);
            if (info.Attributes == NoEntry) return null;
            if (info.LinkTarget is { } target) return new GuestEntry(EntryKind.Link, 0, target);
            return FileKinds.Of(info.FullName) switch
            {
                FileKind.Directory => new GuestEntry(EntryKind.Folder, 0),
                FileKind.Regular => new GuestEntry(EntryKind.File, info.Length),
                _ => new GuestEntry(EntryKind.Other, 0),
            };
        }));
    }

    public ValueTask<IReadOnlyList<string>> ListAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IReadOnlyList<string>>(
            Try(path, () => Directory.EnumerateFileSystemEntries(folder + path).Select(entry => Path.GetFileName(entry)).ToList()));
    }

    public ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<Stream>(Try(path, () => File.OpenRead(folder + path)));
    }

    public ValueTask<long> FreeBytesAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(Try("/", () => new DriveInfo(folder).AvailableFreeSpace));

    private T Try<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GuestFileException($"{identity.Place}, {path}", $"It cannot be read: {e.Message}", e);
        }
    }
}
