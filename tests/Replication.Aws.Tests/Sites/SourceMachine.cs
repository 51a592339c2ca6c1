using Replication.Aws.Sites;
using Replication.Core.Machines;
using Replication.Core.Sites;

namespace Replication.Aws.Tests.Sites;

/// <summary>A machine as a recovery point has it, with snapshots in the site's store.</summary>
internal sealed class SourceMachine
{
    private SourceMachine(Machine machine, IReadOnlyList<string> snapshots, IReadOnlyList<string> hashes, IReadOnlyDictionary<string, DiskContent> contents)
    {
        Machine = machine;
        Snapshots = snapshots;
        Hashes = hashes;
        Contents = contents;
    }

    public Machine Machine { get; }

    public string Id => Machine.Id;

    public IReadOnlyList<string> Snapshots { get; }

    /// <summary>SHA-256 of each disk.</summary>
    public IReadOnlyList<string> Hashes { get; }

    public IReadOnlyDictionary<string, DiskContent> Contents { get; }

    public static async Task<SourceMachine> MakeAsync(
        CloudLab lab, ISite site, int disks, long length = CloudLab.GiB, int seed = 1, string system = "Linux/UNIX", string? id = null)
    {
        var snapshots = new List<string>();
        var hashes = new List<string>();
        var contents = new Dictionary<string, DiskContent>();
        for (int i = 0; i < disks; i++)
        {
            (long, int)[] blocks = [(0, seed + i), (1500 + i, seed + 100 + i)];
            snapshots.Add(await lab.SnapshotAsync(length, blocks));
            hashes.Add(CloudLab.HashOf(length, blocks));
            contents.Add($"disk{i}", await lab.ContentAsync(site, snapshots[i]));
        }

        var machine = new Machine
        {
            Id = id ?? Guid.NewGuid().ToString(),
            Name = "source",
            OperatingSystem = system,
            ProcessorCount = 2,
            MemoryBytes = 3L << 30,
            Disks = [.. Enumerable.Range(0, disks).Select(i => new MachineDisk { Id = $"disk{i}", Position = i, Path = $"d{i}.raw", Length = length, Boot = i == 0 })],
        };
        return new SourceMachine(machine, snapshots, hashes, contents);
    }

    public MachineSpecification Specification(string name, MachineRole role, bool start) =>
        new(Machine with { Name = name }, Contents, role) { Start = start };
}
