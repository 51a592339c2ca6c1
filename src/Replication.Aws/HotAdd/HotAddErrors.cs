using Replication.Core.Errors;
using Replication.Core.Rules.Methods;

namespace Replication.Aws.HotAdd;

/// <summary>Refusals of HotAdd, one factory each.</summary>
internal static class HotAddErrors
{
    public static ReplicationException NodeUnknown() => new(
        "AccessNodeUnknown", "Access node", "None is set, and no instance metadata answers here.", "the id of the instance that this program runs on.",
        "Set the access node on the group or the site, or use the Ebs method.");

    public static ReplicationException NodeNotUsable(string id, string found) => new(
        "AccessNodeNotUsable", $"Access node {id}", found, "the running Linux instance that this program runs on.", "Set another access node, or use the Ebs method.");

    public static ReplicationException ZoneMismatch(AccessNode node, string zone) => new(
        MethodErrorIds.AccessNodeZoneMismatch, $"Access node {node.InstanceId}", $"Access node {node.InstanceId} is in {node.Zone}; destination is {zone}.", "a node in that zone.",
        "Use an access node there, or the Ebs method.");

    public static ReplicationException DriversMissing(string machine, string node, string? found) => new(
        "DriversMissingOnSource", $"VM {machine}",
        $"{found ?? "Nothing has looked into its disks for the drivers of the destination."} The Linux access node {node} does not put any into it.",
        "drivers that are in the guest.",
        "Install them on the source and repeat the job. Where its disks do not tell, confirm on the group that they are there; for Windows guests a driver folder of the site will do.");

    public static ReplicationException DownloadFailed(Uri address, string folder, string node, Exception reason) => new(
        "DriverDownloadFailed", $"Driver folder {folder}", $"{reason.Message.TrimEnd('.')}. Could not fetch {address}.", null, $"Copy the files to {folder} on {node} and retry.", reason);

    public static SnapshotStoreException DeviceMissing(string volumeId, string node, string expected) => new(
        "AccessNodeDeviceMissing", $"Volume {volumeId}", $"It is attached to {node}, but there is no {expected} on this machine.", "its block device.",
        $"Run this on {node}, as a user that may read /dev.");

    public static SnapshotStoreException DeviceMismatch(string volumeId, string path, long found, long needed) => new(
        "AccessNodeDeviceMismatch", $"Volume {volumeId}", $"{path} has {found} bytes.", $"{needed} bytes, the size of the volume.",
        "Nothing was written. Check that this machine is the access node.")
    { Path = path };

    public static SnapshotStoreException DeviceFailed(string volumeId, string path, Exception inner) => new(
        ErrorIds.InputOutputFailed, $"Volume {volumeId} at {path}", inner.Message, inner: inner)
    { Path = path };

    public static SnapshotStoreException AttachedElsewhere(string volumeId, string instanceId, string node) => new(
        "AccessNodeNotUsable", $"Volume {volumeId}", $"It is attached to {instanceId}.", $"a volume that is free or attached to {node}.",
        "Detach it there, or let the job be finished on that node.");

    public static ReplicationException AttachmentLimit(AccessNode node, string message) => new(
        MethodErrorIds.InstanceAttachmentLimit, $"Access node {node.InstanceId}", message, "a free attachment.", "Use a larger instance type, another node, or fewer disks.");
}
