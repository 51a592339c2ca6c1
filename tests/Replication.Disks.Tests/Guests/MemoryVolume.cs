using System.Text;
using Replication.Disks.Guests;

namespace Replication.Disks.Tests.Guests;

/// <summary>A guest's file system in memory, for what is about content and not about file systems.</summary>
internal sealed class MemoryVolume : IGuestVolume
{
    private readonly Dictionary<string, (EntryKind Kind, byte[] Content, string? Target)> _entries = new() { ["/"] = (EntryKind.Folder, [], null) };

    public VolumeIdentity Identity { get; init; } = new() { Place = "disk 0, partition 1", FileSystem = "ext4" };

    public GuestTree Tree => new(this, "", ignoreCase: false);

    public MemoryVolume File(string path, string content) => File(path, Encoding.UTF8.GetBytes(content));

    public MemoryVolume File(string path, byte[] content) => Add(path, EntryKind.File, content, null);

    public MemoryVolume Link(string path, string target) => Add(path, EntryKind.Link, [], target);

    public MemoryVolume Special(string path) => Add(path, EntryKind.Other, [], null);

    /// <summary>A systemd unit that multi-user.target wants.</summary>
    public MemoryVolume Enabled(string unit) => File($"/usr/lib/systemd/system/{unit}", "[Unit]")
        .Link($"/etc/systemd/system/multi-user.target.wants/{unit}", $"/usr/lib/systemd/system/{unit}");

    public ValueTask<GuestEntry?> LookAsync(string path, CancellationToken cancellationToken) => ValueTask.FromResult(
        _entries.TryGetValue(path, out var entry) ? new GuestEntry(entry.Kind, entry.Content.Length, entry.Target) : null);

    public ValueTask<IReadOnlyList<string>> ListAsync(string path, CancellationToken cancellationToken)
    {
        string prefix = path == "/" ? "/" : path + "/";
        return ValueTask.FromResult<IReadOnlyList<string>>(
            [.. _entries.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && key.Length > prefix.Length
                && !key[prefix.Length..].Contains('/')).Select(key => key[prefix.Length..])]);
    }

    public ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Stream>(new MemoryStream(_entries[path].Content, writable: false));

    public ValueTask<long> FreeBytesAsync(CancellationToken cancellationToken) => ValueTask.FromResult(0L);

    private MemoryVolume Add(string path, EntryKind kind, byte[] content, string? target)
    {
        for (int slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            _entries.TryAdd(path[..slash], (EntryKind.Folder, [], null));
        }

        _entries[path] = (kind, content, target);
        return this;
    }
}
