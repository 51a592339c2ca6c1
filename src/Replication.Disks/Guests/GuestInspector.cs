using Replication.Core.Errors;
using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using Replication.Disks.Layout;

namespace Replication.Disks.Guests;

/// <summary>
/// Reads a guest's configuration out of its disks: tables and superblocks itself, and files through a tool that the views
/// are handed to as read-only NBD exports. docs/guest-readiness.md lists every fact and its place.
/// </summary>
public sealed class GuestInspector(TimeProvider? time = null) : IGuestInspector
{
    private const int SectorSize = 512;

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public async ValueTask<GuestFacts> InspectAsync(
        IReadOnlyList<GuestDisk> disks, GuestAccess access = GuestAccess.Automatic, CancellationToken cancellationToken = default)
    {
        var tables = new List<GuestDiskFacts>(disks.Count);
        foreach (var disk in disks)
        {
            tables.Add(new GuestDiskFacts(disk.Position, disk.Boot, await DiskLayoutReader.ReadAsync(disk.View, cancellationToken)));
        }

        if (access is GuestAccess.TablesOnly) return SuperblockFacts.Of(tables, "file systems were not read");

        await using var inspected = InspectedDisks.Open(disks, tables);
        var obstacles = new List<string>();
        await using var reader = await OpenAsync(inspected, access, obstacles, cancellationToken);
        if (reader is null)
        {
            return access is GuestAccess.Automatic
                ? SuperblockFacts.Of(tables, $"no tool can read file systems here ({string.Join("; ", obstacles)})")
                : throw new ReplicationException(
                    GuestErrorIds.GuestToolMissing, access.ToString(), string.Join("; ", obstacles), "A tool that reads file systems",
                    "Install libguestfs-tools, or as root libnbd-bin (nbdfuse) and ntfs-3g for mounts.");
        }

        (var system, string reason) = await InstalledSystem.FindAsync(reader, cancellationToken);
        if (system is null) return SuperblockFacts.Of(tables, reason);
        var facts = SuperblockFacts.Of(tables, $"the guest runs {system.Family}") with { ReadBy = reader.Name };
        return system.Family is GuestFamily.Windows
            ? await WindowsInspector.InspectAsync(facts, system.Tree, cancellationToken)
            : await LinuxInspector.InspectAsync(facts, system.Tree, reader, await BootSectorAsync(disks, cancellationToken), cancellationToken);
    }

    private static async ValueTask<ReadOnlyMemory<byte>> BootSectorAsync(IReadOnlyList<GuestDisk> disks, CancellationToken cancellationToken)
    {
        if (disks.FirstOrDefault(disk => disk.Boot)?.View is not { Length: >= SectorSize } view) return default;
        var sector = new byte[SectorSize];
        await view.ReadAsync(0, sector, cancellationToken);
        return sector;
    }

    /// <summary>The first way that is open, or null with what is in the way of each.</summary>
    private async ValueTask<IVolumeReader?> OpenAsync(
        InspectedDisks disks, GuestAccess access, List<string> obstacles, CancellationToken cancellationToken)
    {
        if (access is not GuestAccess.Mount)
        {
            if (await TryAsync(GuestfishReader.Obstacle(), async () => await GuestfishReader.OpenAsync(disks, _time, cancellationToken)) is { } fish)
            {
                return fish;
            }
        }

        return access is GuestAccess.Libguestfs
            ? null
            : await TryAsync(MountReader.Obstacle(), async () => await MountReader.OpenAsync(disks, _time, cancellationToken));

        async ValueTask<IVolumeReader?> TryAsync(string? obstacle, Func<ValueTask<IVolumeReader>> open)
        {
            if (obstacle is not null)
            {
                obstacles.Add(obstacle);
                return null;
            }

            try
            {
                return await open();
            }
            catch (ReplicationException e)
            {
                obstacles.Add(e.Message);
                return null;
            }
        }
    }
}
