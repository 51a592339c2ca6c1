using Replication.Core.Errors;
using Replication.Hypervisors.Local;

namespace Replication.Hypervisors.Live;

/// <summary>Finds the disks of a machine.json in the block graph of the QEMU that runs it, by the files that they are.</summary>
internal static class DiskLocator
{
    /// <exception cref="ReplicationException">LiveDiskNotFound: no device, or more than one, has the file as its disk.</exception>
    public static IReadOnlyList<LiveDisk> Locate(BlockGraph graph, MachineFolder folder, IEnumerable<MachineFileDisk> disks) =>
        [.. disks.Select(disk => Locate(graph, folder, disk))];

    private static LiveDisk Locate(BlockGraph graph, MachineFolder folder, MachineFileDisk disk)
    {
        string path = Resolve(folder.PathOf(disk));
        string[] roots =
        [
            .. graph.Nodes.Where(node => !LiveNames.IsOurs(node.Name) && Path.IsPathFullyQualified(node.FileName) && Resolve(node.FileName) == path)
                .SelectMany(node => graph.RootsAbove(node.Name)).Where(root => graph.DeviceOf(root) is not null).Distinct(),
        ];
        if (roots is not [string root])
        {
            throw new ReplicationException(
                "LiveDiskNotFound", $"VM {folder.File.Name}, disk {disk.Id}",
                roots.Length == 0 ? $"No device of its QEMU has {path} as its disk." : $"{roots.Length} devices of its QEMU have {path} as their disk.",
                "one device per disk.", "Compare the paths in machine.json with those QEMU was started with.");
        }

        BlockNode node = graph.Find(root)!;
        bool logged = node.HasRawDataFile && graph.ChildOf(root, "data-file") is { } data && Resolve(graph.Find(data)!.FileName) == path;
        return new LiveDisk(disk.Id, path, logged, graph.DeviceOf(root)!, node);
    }

    private static string Resolve(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : Path.GetFullPath(path);
}
