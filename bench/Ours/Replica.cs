using System.Text.Json;
using Replication.Bench.Images;
using Replication.Bench.Running;
using Replication.Core.Groups;
using Replication.Core.Platform;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Runtime;

namespace Replication.Bench.Ours;

/// <summary>
/// A workspace with two Local sites and one VM whose only disk is a raw image, in a folder of its own. Setting it up is
/// not timed; the verbs run in children.
/// </summary>
internal sealed class Replica(string folder, string imagePath)
{
    /// <summary>Of a machine that is run: its firmware finds nothing to boot and halts.</summary>
    private const long MemoryBytes = 64 << 20;

    public const string GroupName = "bench";

    public string Workspace => Path.Combine(folder, "workspace");

    public string Store => Path.Combine(folder, "dr", ".replica-store");

    /// <summary>Folder of the site that the VM is at.</summary>
    public string Home => Path.Combine(folder, "hq");

    /// <param name="folder">Folder of everything but the image.</param>
    /// <param name="imagePath">Disk of the VM.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="hypervisor">What runs machines at home.</param>
    public static async Task<Replica> CreateAsync(string folder, string imagePath, CancellationToken cancellationToken, string hypervisor = "none")
    {
        var replica = new Replica(folder, imagePath);
        string machine = Path.Combine(folder, "hq", "vm");
        Directory.CreateDirectory(machine);
        // The disk stays where it is, so that every contestant reads the same file.
        await File.WriteAllTextAsync(
            Path.Combine(machine, "machine.json"),
            JsonSerializer.Serialize(new { id = Guid.NewGuid(), name = "vm", memoryBytes = MemoryBytes, disks = new[] { new { id = "disk0", path = imagePath, format = "raw", boot = true } } }),
            cancellationToken);
        await using Workspace workspace = await Runtime.Workspace.OpenAsync(new WorkspaceOptions { Folder = replica.Workspace }, cancellationToken);
        SiteDefinition hq = await AddSiteAsync(workspace, "hq", folder, hypervisor, cancellationToken);
        SiteDefinition dr = await AddSiteAsync(workspace, "dr", folder, "none", cancellationToken);
        // Every point is kept: the removal of old points is no part of what the peers do.
        var policy = new ReplicationPolicy { Id = Guid.NewGuid().ToString(), Name = GroupName, RecoveryPointInterval = TimeSpan.Zero };
        ReplicationGroup group = await workspace.Service.Groups.NewAsync(GroupName, hq, dr, policy, cancellationToken);
        await workspace.Service.Groups.AddVmAsync(group, "vm", cancellationToken: cancellationToken);
        return replica;
    }

    /// <summary>Initial replication the first time, delta from then on.</summary>
    public Task<(Sample Sample, ChildReport Report)> ReplicateAsync(CancellationToken cancellationToken) =>
        Child.RunAsync(cancellationToken, "replicate", Workspace);

    /// <summary>Replications as an agent makes them, in one process, while <paramref name="during"/> runs.</summary>
    /// <param name="every">From the beginning of one to the beginning of the next; zero: one right after the other.</param>
    /// <param name="during">What is measured beside them.</param>
    public Task<IReadOnlyList<Sample>> ReplicateDuringAsync(TimeSpan every, Func<Task> during) => Child.RunDuringAsync(during, "replicate-on", Workspace, every.ToString());

    /// <summary>Reads the newest point again, whole, and compares its content with the image.</summary>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        RecoveryPointDisk disk = (await Tools.ListPointsAsync(Store, cancellationToken))[^1].Disks[0];
        await using IReplicaStorage store = await Tools.OpenStoreAsync(Store, cancellationToken);
        await using var view = new SnapshotDiskView(await store.OpenAsync(disk.SnapshotId, cancellationToken), logicalSectorSize: 512);
        ContentHash.RequireEqual(
            "Recovery point", await ContentHash.OfFileAsync(imagePath, cancellationToken), await ContentHash.OfAsync(view, cancellationToken));
    }

    /// <summary>What the store takes on disk, as the file system says.</summary>
    public long AllocatedBytes()
    {
        long total = 0;
        foreach (string path in Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories))
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            total += SparseFile.AllocatedExtents(file, 0, RandomAccess.GetLength(file)).Sum(extent => extent.Length);
        }

        return total;
    }

    public void Delete() => Directory.Delete(folder, recursive: true);

    private static Task<SiteDefinition> AddSiteAsync(Workspace workspace, string name, string folder, string hypervisor, CancellationToken cancellationToken) =>
        workspace.Service.Sites.AddAsync(name, SiteKind.Local, new Dictionary<string, string> { ["path"] = Path.Combine(folder, name), ["hypervisor"] = hypervisor }, cancellationToken);
}
