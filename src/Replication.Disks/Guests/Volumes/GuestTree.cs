using System.Text;

namespace Replication.Disks.Guests;

/// <summary>
/// The guest's own view of its files: a root file system with others mounted in it. Links are resolved here, within the
/// tree, whatever they name; folders and entries are remembered, since the same few are asked for again and again.
/// </summary>
internal sealed class GuestTree(IGuestVolume root, string prefix, bool ignoreCase)
{
    /// <summary>What Linux gives up after.</summary>
    private const int MaxLinks = 40;

    /// <summary>No configuration file is longer; content that is read whole is bounded by it.</summary>
    private const int MaxTextBytes = 16 << 20;

    private readonly Dictionary<string, (IGuestVolume? Volume, string Prefix, string? Reason)> _mounts = new() { ["/"] = (root, prefix, null) };
    private readonly Dictionary<string, GuestEntry?> _entries = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _folders = [];

    public IGuestVolume Root => root;

    /// <summary>Shows another volume, or the folder <paramref name="subfolder"/> of it, at a path.</summary>
    public void Mount(string path, IGuestVolume volume, string subfolder) => _mounts[path] = (volume, subfolder, null);

    /// <summary>Says that another file system belongs at a path and cannot be read; what is asked beneath it is not known.</summary>
    public void MountMissing(string path, string reason) => _mounts[path] = (null, "", reason);

    /// <summary>The entry that a path names after all links; null when there is none.</summary>
    public async ValueTask<GuestEntry?> FindAsync(string path, CancellationToken cancellationToken) =>
        await ResolveAsync(path, cancellationToken) is { } real ? await LookAsync(real, cancellationToken) : null;

    /// <summary>The entry itself, where the last part of the path may be a link that leads nowhere.</summary>
    public async ValueTask<GuestEntry?> FindLinkAsync(string path, CancellationToken cancellationToken)
    {
        int slash = path.LastIndexOf('/');
        return await ResolveAsync(path[..Math.Max(slash, 1)], cancellationToken) is { } folder
            ? await LookAsync(Join(folder, path[(slash + 1)..]), cancellationToken)
            : null;
    }

    /// <summary>Names in a folder, in order; none when there is no such folder.</summary>
    public async ValueTask<IReadOnlyList<string>> ListAsync(string path, CancellationToken cancellationToken) =>
        await ResolveAsync(path, cancellationToken) is { } real
            && await LookAsync(real, cancellationToken) is { Kind: EntryKind.Folder }
            ? await ListRealAsync(real, cancellationToken)
            : [];

    /// <summary>Null when there is no such file.</summary>
    public async ValueTask<Stream?> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (await ResolveAsync(path, cancellationToken) is not { } real || await LookAsync(real, cancellationToken) is not { } entry) return null;
        if (entry.Kind is not EntryKind.File) throw new GuestFileException(path, $"It is not a file ({entry.Kind}).");
        var (volume, inside) = Locate(real);
        return await volume.OpenAsync(inside, cancellationToken);
    }

    public async ValueTask<byte[]?> ReadAsync(string path, int limit, CancellationToken cancellationToken)
    {
        if (await FindAsync(path, cancellationToken) is { } entry && entry.Length > limit)
        {
            throw new GuestFileException(path, $"{entry.Length} bytes are more than the {limit} that such a file may have.");
        }

        await using var stream = await OpenAsync(path, cancellationToken);
        if (stream is null) return null;
        using var content = new MemoryStream();
        try
        {
            await stream.CopyToAsync(content, cancellationToken);
        }
        catch (IOException e)
        {
            throw new GuestFileException(path, $"It cannot be read: {e.Message}", e);
        }

        return content.ToArray();
    }

    public async ValueTask<string?> ReadTextAsync(string path, CancellationToken cancellationToken) =>
        await ReadAsync(path, MaxTextBytes, cancellationToken) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>The path without links, or null when a part of it does not exist.</summary>
    private async ValueTask<string?> ResolveAsync(string path, CancellationToken cancellationToken)
    {
        var parts = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        string real = "/";
        int links = 0;
        while (parts.TryPop(out string? part))
        {
            if (part == ".") continue;
            if (part == "..")
            {
                real = real[..Math.Max(real.LastIndexOf('/'), 1)];
                continue;
            }

            string? next = await ChildAsync(real, part, cancellationToken);
            if (next is null || await LookAsync(next, cancellationToken) is not { } entry) return null;
            if (entry is not { Kind: EntryKind.Link, Target: { } target })
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks) throw new GuestFileException(path, $"More than {MaxLinks} links lead to it.");
            if (target.StartsWith('/')) real = "/";
            foreach (string step in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse()) parts.Push(step);
        }

        return real;
    }

    private async ValueTask<string?> ChildAsync(string folder, string name, CancellationToken cancellationToken)
    {
        if (!ignoreCase) return Join(folder, name);
        if (await LookAsync(folder, cancellationToken) is not { Kind: EntryKind.Folder }) return null;
        var names = await ListRealAsync(folder, cancellationToken);
        return names.FirstOrDefault(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Join(folder, found)
            : null;
    }

    private async ValueTask<GuestEntry?> LookAsync(string real, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(real, out var known)) return known;
        var (volume, inside) = Locate(real);
        var entry = inside.Length == 0 ? new GuestEntry(EntryKind.Folder, 0) : await volume.LookAsync(inside, cancellationToken);
        _entries[real] = entry;
        return entry;
    }

    private async ValueTask<IReadOnlyList<string>> ListRealAsync(string real, CancellationToken cancellationToken)
    {
        if (_folders.TryGetValue(real, out var known)) return known;
        var (volume, inside) = Locate(real);
        var listed = await volume.ListAsync(inside.Length == 0 ? "/" : inside, cancellationToken);

        // A damaged folder may hold names that are none, and that would lead elsewhere.
        string[] names = [.. listed.Where(name => name is not ("" or "." or "..") && !name.Contains('/')).Order(StringComparer.Ordinal)];
        _folders[real] = names;
        return names;
    }

    private (IGuestVolume Volume, string Inside) Locate(string real)
    {
        string point = real;
        while (!_mounts.ContainsKey(point)) point = point[..Math.Max(point.LastIndexOf('/'), 1)];
        var (volume, subfolder, reason) = _mounts[point];
        if (volume is null) throw new GuestFileException(real, $"The file system at {point} cannot be read: {reason}.");
        string rest = point == "/" ? real : real[point.Length..];
        return (volume, subfolder + (rest == "/" ? "" : rest));
    }

    private static string Join(string folder, string name) => folder == "/" ? "/" + name : $"{folder}/{name}";
}
