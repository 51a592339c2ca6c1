using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Rules.Methods;

namespace Replication.Aws.Imports;

/// <summary>Refusals of Import, one factory each.</summary>
internal static class ImportErrors
{
    public static ReplicationException TaskFailed(string taskId, string? message) => new(
        "ImportTaskFailed", $"Import task {taskId}", message ?? "VM Import gave no reason.", "a task that completes.",
        "Run the job again: the image is still there, and a new task begins. Check that the service role may read the bucket.");

    public static SnapshotStoreException UploadIncomplete(string id) => new(
        "ChangedBlockCountMismatch", id, "its image was not uploaded to the end.", "the whole image.", "Send the disk again; parts that are there are not sent twice.")
    { SnapshotId = id };

    public static SnapshotStoreException TakesWholeDisks(string id) => new(
        "SnapshotNotPending", id, "it is an image on its way to VM Import, which takes no single blocks.", "the whole disk.")
    { SnapshotId = id };

    public static ReplicationException DiskTooLarge(Machine machine, MachineDisk disk, long most) => new(
        MethodErrorIds.ImportDiskTooLarge, $"VM {machine.Name}, disk {disk.Id}", $"It has {disk.Length} bytes.", $"at most {most} bytes.", "Use the Ebs method.");

    public static ReplicationException FormatNotPossible(Machine machine, MachineDisk disk, DiskFormat format, string found, string needed) => new(
        "ImportFormatNotPossible", $"VM {machine.Name}, disk {disk.Id}", $"{found} The image format is {format}.", needed,
        "Set another image format on the group, or use the Ebs method.");
}
