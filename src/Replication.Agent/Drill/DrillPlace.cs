using Replication.Core.Disks;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Runtime;

namespace Replication.Agent.Drill;

/// <summary>
/// One side of a drill: a site, and the files below it that hold the bytes of its machines' disks. The drill reads and
/// changes those files itself, past the engine, as a workload and an auditor would.
/// </summary>
internal abstract class DrillPlace(string siteName)
{
    public string SiteName => siteName;

    public abstract SiteKind Kind { get; }

    /// <summary>What a site of this kind is added with; also what a recovery without any catalog starts from.</summary>
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Network for tests, where the site wants one declared.</summary>
    public virtual Task<LaunchSettings?> MakeTestNetworkAsync(CancellationToken cancellationToken) => Task.FromResult<LaunchSettings?>(null);

    /// <summary>Where recovered machines go when the site itself is all that is left.</summary>
    public virtual IReadOnlyDictionary<string, string> RecoverySettings => Settings;

    public Task<SiteDefinition> AddAsync(ReplicationService service, CancellationToken cancellationToken) =>
        service.Sites.AddAsync(siteName, Kind, Settings, cancellationToken);

    public async Task<Machine> MachineAsync(ReplicationService service, string name, CancellationToken cancellationToken) =>
        await DrillSite.MachineAsync(await service.Sites.OpenAsync(siteName, cancellationToken), name, cancellationToken);

    /// <summary>Makes a machine of raw images.</summary>
    public abstract Task<Machine> ImportAsync(ReplicationService service, string name, IReadOnlyList<string> images, CancellationToken cancellationToken);

    /// <summary>File that holds the disk's bytes.</summary>
    public abstract string FileOf(MachineDisk disk);

    /// <summary>Changes every disk of a machine, as its workload would.</summary>
    public async Task ScribbleAsync(ReplicationService service, string machineName, int seed, double fraction, CancellationToken cancellationToken)
    {
        Machine machine = await MachineAsync(service, machineName, cancellationToken);
        foreach (MachineDisk disk in machine.Disks) Scribbler.Scribble(FileOf(disk), disk.Length, seed * 100 + disk.Position, fraction);
    }

    public async Task<IReadOnlyDictionary<string, string>> HashAsync(ReplicationService service, string machineName, CancellationToken cancellationToken) =>
        await HashAsync(await MachineAsync(service, machineName, cancellationToken), cancellationToken);

    public async Task<IReadOnlyDictionary<string, string>> HashAsync(Machine machine, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<string, string>();
        foreach (MachineDisk disk in machine.Disks)
        {
            await using IDiskView view = await Tools.DiskImages.OpenAsync(FileOf(disk), new DiskOpenOptions { ForceRaw = disk.Format == "raw" }, cancellationToken);
            // A platform that counts in GiB keeps a longer file; the disk is its beginning.
            hashes.Add(disk.Id, await ContentHash.OfAsync(view.Length > disk.Length ? new DiskPrefixView(view, disk.Length) : view, cancellationToken));
        }

        return hashes;
    }

    /// <summary>Makes sure that nothing is written any more before a machine is brought home.</summary>
    public async Task ShutDownAsync(ReplicationService service, string machineName, CancellationToken cancellationToken)
    {
        ISite site = await service.Sites.OpenAsync(siteName, cancellationToken);
        Machine machine = await DrillSite.MachineAsync(site, machineName, cancellationToken);
        if (machine.PowerState == PowerState.Running) await site.StopMachineAsync(machine.Id, cancellationToken);
    }

    /// <summary>The disaster: everything of this side is gone.</summary>
    public abstract Task LoseAsync(CancellationToken cancellationToken);
}
