using System.Globalization;
using Replication.Core.Errors;

namespace Replication.Disks.Guests;

/// <summary>
/// A file system that libguestfs has mounted. Content comes out of the virtual machine as a file in the workplace, one at
/// a time, which is deleted when it is closed.
/// </summary>
internal sealed class GuestfishVolume(VolumeIdentity identity, Guestfish fish, string point, string download) : IGuestVolume
{
    private const long TypeMask = 0xF000; // S_IFMT
    private const long TypeRegular = 0x8000; // S_IFREG
    private const long TypeFolder = 0x4000; // S_IFDIR
    private const long TypeLink = 0xA000; // S_IFLNK

    public VolumeIdentity Identity => identity;

    public async ValueTask<GuestEntry?> LookAsync(string path, CancellationToken cancellationToken)
    {
        string quoted = Guestfish.Quote(point + path);

        // The answer of lstatns for what is not there is an error like any other.
        if (await fish.RunAsync($"exists {quoted}", cancellationToken) is not ["true"]
            && await fish.RunAsync($"is-symlink {quoted}", cancellationToken) is not ["true"])
        {
            return null;
        }

        var fields = Fields(await fish.RunAsync($"lstatns {quoted}", cancellationToken));
        switch (fields.GetValueOrDefault("st_mode") & TypeMask)
        {
            case TypeRegular: return new GuestEntry(EntryKind.File, fields.GetValueOrDefault("st_size"));
            case TypeFolder: return new GuestEntry(EntryKind.Folder, 0);
            case TypeLink:
                var target = await fish.RunAsync($"readlink {quoted}", cancellationToken);
                return new GuestEntry(EntryKind.Link, 0, string.Join('\n', target));
            default: return new GuestEntry(EntryKind.Other, 0);
        }
    }

    public ValueTask<IReadOnlyList<string>> ListAsync(string path, CancellationToken cancellationToken) =>
        fish.RunAsync($"ls {Guestfish.Quote(point + path)}", cancellationToken);

    public async ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        string file = $"{download}-{Guid.NewGuid():N}";
        await fish.RunAsync($"download {Guestfish.Quote(point + path)} {Guestfish.Quote(file)}", cancellationToken);
        return File.Exists(file)
            ? new FileStream(
                file, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Options = FileOptions.DeleteOnClose })
            : throw new ReplicationException("GuestToolFailed", "libguestfs", $"{path} was not handed over.");
    }

    public async ValueTask<long> FreeBytesAsync(CancellationToken cancellationToken)
    {
        var fields = Fields(await fish.RunAsync($"statvfs {point}", cancellationToken));
        return checked(fields.GetValueOrDefault("frsize") * fields.GetValueOrDefault("bavail"));
    }

    /// <summary>Lines of "name: number".</summary>
    private static Dictionary<string, long> Fields(IReadOnlyList<string> lines)
    {
        var fields = new Dictionary<string, long>();
        foreach (string line in lines)
        {
            if (line.Split(": ") is [var name, var text] && long.TryParse(text, CultureInfo.InvariantCulture, out long value)) fields[name] = value;
        }

        return fields;
    }
}
