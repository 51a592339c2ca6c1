using System.Diagnostics;
using System.Globalization;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Disks.Guests;

/// <summary>
/// libguestfs through one guestfish: the file systems are opened in a small virtual machine, which also knows LVM. Each
/// one gets a mount point of its own there.
/// </summary>
internal sealed class GuestfishReader : IVolumeReader
{
    /// <summary>The first start on a machine builds the appliance; under emulation a start alone takes ten seconds.</summary>
    private static readonly TimeSpan LaunchLimit = TimeSpan.FromMinutes(3);

    private readonly InspectedDisks _disks;
    private readonly Guestfish _fish;
    private readonly List<IGuestVolume> _volumes = [];
    private readonly List<string> _unreadable = [];

    private GuestfishReader(InspectedDisks disks, Guestfish fish)
    {
        _disks = disks;
        _fish = fish;
    }

    public string Name => "libguestfs";

    public IReadOnlyList<IGuestVolume> Volumes => _volumes;

    public IReadOnlyList<string> Unreadable => _unreadable;

    /// <summary>Why this way is closed here, or null.</summary>
    public static string? Obstacle() =>
        !OperatingSystem.IsLinux() ? "libguestfs runs on Linux" : ToolPath.Find("guestfish") is null ? "guestfish is not installed" : null;

    /// <exception cref="ReplicationException">GuestToolFailed: the virtual machine does not start here.</exception>
    public static async ValueTask<GuestfishReader> OpenAsync(InspectedDisks disks, TimeProvider time, CancellationToken cancellationToken)
    {
        var arguments = disks.Disks.SelectMany((_, index) => (string[])["-a", disks.Uri("nbd", index)]);
        var start = new ProcessStartInfo(
            ToolPath.Find("sh")!, ["-c", "exec \"$0\" \"$@\" 2>&1", ToolPath.Find("guestfish")!, "--ro", "--format=raw", .. arguments])
        {
            WorkingDirectory = disks.Folder,
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        };

        // The other backend hands the disks to a daemon of another user, who may not enter the folder.
        start.Environment.TryAdd("LIBGUESTFS_BACKEND", "direct");
        var reader = new GuestfishReader(disks, new Guestfish(new CommandShell(start, time)));
        try
        {
            await reader.MountAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _fish.DisposeAsync();

    private async ValueTask MountAsync(CancellationToken cancellationToken)
    {
        await _fish.LaunchAsync(LaunchLimit, cancellationToken);
        foreach (string line in await _fish.RunAsync("list-filesystems", cancellationToken))
        {
            if (line.LastIndexOf(": ", StringComparison.Ordinal) is not (> 0 and var colon)) continue;
            string device = line[..colon];
            string kind = line[(colon + 2)..];

            // Subvolumes of Btrfs are folders of their file system.
            if (!device.StartsWith("/dev/", StringComparison.Ordinal) || !MountOptions.HoldsFiles(kind)) continue;
            await TryMountAsync(await IdentifyAsync(device, kind, cancellationToken), device, cancellationToken);
        }
    }

    private async ValueTask TryMountAsync(VolumeIdentity identity, string device, CancellationToken cancellationToken)
    {
        string point = string.Create(CultureInfo.InvariantCulture, $"/v{_volumes.Count}");
        var errors = new List<string>();
        foreach ((string driver, string options) in MountOptions.Of(identity.FileSystem))
        {
            try
            {
                await _fish.RunAsync($"mkmountpoint {point}", cancellationToken);
                await _fish.RunAsync($"mount-vfs {options} {driver} {Guestfish.Quote(device)} {point}", cancellationToken);
                _volumes.Add(new GuestfishVolume(identity, _fish, point, Path.Combine(_disks.Folder, "download")));
                return;
            }
            catch (GuestFileException e)
            {
                errors.Add(e.Found);
                await _fish.RunAsync($"rmmountpoint {point}", cancellationToken);
            }
        }

        _unreadable.Add($"{identity.Place}: {identity.FileSystem}: {string.Join(" ", errors)}");
    }

    private async ValueTask<VolumeIdentity> IdentifyAsync(string device, string kind, CancellationToken cancellationToken)
    {
        for (int index = 0; index < _disks.Disks.Count; index++)
        {
            var layout = _disks.Disks[index].Layout;
            string name = DeviceName(index);
            if (device == name && layout.WholeDisk is { } whole) return _disks.Identify(index, null, whole);
            var partition = layout.Partitions.FirstOrDefault(
                part => device == string.Create(CultureInfo.InvariantCulture, $"{name}{part.Number}") && part.FileSystem is not null);
            if (partition is not null) return _disks.Identify(index, partition, partition.FileSystem!);
        }

        return new VolumeIdentity
        {
            Place = device,
            FileSystem = kind,
            Uuid = await AskAsync("vfs-uuid"),
            Label = await AskAsync("vfs-label"),
            LogicalVolume = device,
        };

        async ValueTask<string?> AskAsync(string question) =>
            await _fish.RunAsync($"{question} {Guestfish.Quote(device)}", cancellationToken) is [{ Length: > 0 } answer] ? answer : null;
    }

    /// <summary>libguestfs names the disks that it was given sda to sdz and goes on with sdaa.</summary>
    private static string DeviceName(int index) =>
        "/dev/sd" + (index >= 26 ? $"{(char)('a' + index / 26 - 1)}" : "") + (char)('a' + index % 26);
}
