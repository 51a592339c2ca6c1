using System.Text.Json.Nodes;
using Replication.Core.Disks;

namespace Replication.Hypervisors.Qemu.Disks;

/// <summary>A disk of a machine that is to run, and its graph of block nodes.</summary>
/// <param name="Id">The disk's id.</param>
/// <param name="Path">Absolute path, or NBD URI.</param>
/// <param name="Driver">QEMU's name of the format.</param>
/// <param name="SectorSize">Logical sectors that the guest sees, in bytes.</param>
/// <param name="Boot">The machine boots from it first.</param>
/// <param name="ChangeLog">Change log beside a raw disk, or null.</param>
internal sealed record GuestDisk(string Id, string Path, string Driver, int SectorSize, bool Boot, string? ChangeLog)
{
    public BlockNames Names { get; } = BlockNames.Of(Id);

    public bool IsRemote => DiskPath.IsUri(Path);

    /// <summary>
    /// The -blockdev options, children first. Writes are kept in the host's cache until the guest flushes (cache.direct and cache.no-flush are
    /// off): a flush of the guest is an fsync here. Discarded blocks become holes.
    /// </summary>
    public IEnumerable<JsonObject> Nodes()
    {
        JsonObject file = IsRemote ? NbdTarget.Node(Path) : FileNode(Path);
        file["node-name"] = Names.File;
        file["discard"] = "unmap";
        yield return file;
        if (ChangeLog is null)
        {
            yield return new JsonObject { ["driver"] = Driver, ["node-name"] = Names.Format, ["file"] = Names.File, ["discard"] = "unmap" };
            yield break;
        }

        JsonObject log = FileNode(ChangeLog);
        log["node-name"] = Names.Log;
        yield return log;
        yield return new JsonObject
        {
            ["driver"] = "qcow2",
            ["node-name"] = Names.Format,
            ["file"] = Names.Log,
            ["data-file"] = Names.File,
            ["discard"] = "unmap",
        };
    }

    /// <summary>The -device option.</summary>
    /// <param name="scsi">On the one SCSI controller instead of a PCI function of its own.</param>
    /// <param name="bootIndex">Place in the firmware's order.</param>
    public JsonObject Device(bool scsi, int bootIndex) => new()
    {
        ["driver"] = scsi ? "scsi-hd" : "virtio-blk-pci",
        ["id"] = Names.Device,
        ["drive"] = Names.Format,
        ["serial"] = Names.Serial,
        ["bootindex"] = bootIndex,
        ["logical_block_size"] = SectorSize,
        ["physical_block_size"] = SectorSize,
        // Guests go on without a disk that fails: they see the error and not a machine that stands still.
        ["werror"] = "report",
        ["rerror"] = "report",
    };

    private static JsonObject FileNode(string path) => new() { ["driver"] = "file", ["filename"] = path };
}
