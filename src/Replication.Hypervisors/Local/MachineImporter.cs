using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Core.Sites;

namespace Replication.Hypervisors.Local;

/// <summary>
/// Copies disk images into a new machine. A single-file image is cloned or copied as it is; an image of several files
/// (a chain, a split VMDK) is flattened to raw, because its files refer to one another by place.
/// </summary>
internal sealed class MachineImporter(string siteFolder, IDiskImages images)
{
    public async Task<MachineFolder> ImportAsync(string name, IReadOnlyList<string> diskPaths, IProgress<long>? bytesWritten, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new ReplicationException("MachineNameMissing", siteFolder, "The machine has no name.", "a name.");
        string id = Guid.NewGuid().ToString();
        string unfinished = MachineBuilder.UnfinishedFolder(siteFolder, id);
        Directory.CreateDirectory(unfinished);
        try
        {
            var disks = new List<MachineFileDisk>();
            foreach ((int position, string path) in diskPaths.Index())
                disks.Add(await ImportDiskAsync(unfinished, $"disk{position}", position == 0, path, bytesWritten, cancellationToken));
            return MachineBuilder.Publish(siteFolder, new MachineFolder(unfinished, new MachineFile { Id = id, Name = name, Role = MachineRole.Production, Disks = disks }));
        }
        catch
        {
            MachineBuilder.RemoveUnfinished(siteFolder, id);
            throw;
        }
    }

    private async Task<MachineFileDisk> ImportDiskAsync(
        string folder, string diskId, bool boot, string path, IProgress<long>? bytesWritten, CancellationToken cancellationToken)
    {
        await using IDiskView view = await images.OpenAsync(path, cancellationToken: cancellationToken);
        IReadOnlyList<string> files = await images.FilesOfAsync(path, cancellationToken: cancellationToken);
        string format = view.Format.Split(' ')[0];
        bool asItIs = files.Count == 1 && format != "raw";
        string file = diskId + (asItIs ? "." + format : ".raw");
        string target = Path.Combine(folder, file);
        if (files.Count == 1 && FileClone.TryClone(path, target)) return new MachineFileDisk(diskId, file, format, boot, view.LogicalSectorSize);
        if (asItIs)
        {
            File.Copy(path, target);
            using var copy = File.OpenHandle(target, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(copy);
        }
        else
        {
            await images.CreateAsync(target, DiskFormat.Raw, view, bytesWritten, cancellationToken);
        }

        return new MachineFileDisk(diskId, file, asItIs ? format : "raw", boot, view.LogicalSectorSize);
    }
}
