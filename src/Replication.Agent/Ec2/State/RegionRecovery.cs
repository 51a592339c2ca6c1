using Replication.Agent.Ec2.Imports;
using Replication.Agent.Ec2.Instances;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.Snapshots;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.State;

/// <summary>
/// Brings a region into order after the server was stopped in the middle of something. The orders in which actions
/// write make every leftover recognizable: a launch writes its instance last, a termination first, a volume's file
/// comes before its document and goes after it.
/// </summary>
internal sealed class RegionRecovery(Ec2Region region)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        RemoveIncompleteLaunches();
        foreach (InstanceRecord instance in region.Instances.All.Where(instance => instance.IsGone)) InstanceEnd.Finish(region, instance);
        region.Files.Sweep(name => region.Volumes.Find(name) is not null);
        await FailInterruptedCapturesAsync(cancellationToken);
        await FailInterruptedImportsAsync(region.ImportSnapshotTasks);
        await FailInterruptedImportsAsync(region.ImportImageTasks);
        region.Devices.Clear();
        foreach (VolumeRecord volume in region.Volumes.All)
        {
            if (volume.AttachmentAt(region.Time.GetUtcNow()) is { } attachment) region.Devices.Attach(attachment.InstanceId, attachment.Device, volume.Id);
        }
    }

    private async Task FailInterruptedImportsAsync(ResourceTable<ImportTaskRecord> tasks)
    {
        foreach (ImportTaskRecord task in tasks.All.Where(task => task.State == ImportTaskRecord.Active))
        {
            await ImportWork.RemoveSnapshotsAsync(region, task);
            tasks.Put(task with { State = ImportTaskRecord.Deleted, StatusMessage = "ServerError: The server was stopped before the import was complete." });
        }
    }

    private void RemoveIncompleteLaunches()
    {
        foreach (VolumeRecord volume in region.Volumes.All)
        {
            // An existing volume is attached to an existing instance only, so this one was made for an instance that never came to be.
            if (volume.Attachment is { } attachment && region.Instances.Find(attachment.InstanceId) is null) region.Volumes.Remove(volume.Id);
        }

        foreach (InterfaceRecord item in region.Interfaces.All)
        {
            if (item.Attachment is not { } attachment || region.Instances.Find(attachment.InstanceId) is not null) continue;
            if (attachment.DeleteOnTermination) region.Interfaces.Remove(item.Id);
            else region.Interfaces.Put(item with { Attachment = null });
        }
    }

    private async Task FailInterruptedCapturesAsync(CancellationToken cancellationToken)
    {
        HashSet<string> stored = new(StringComparer.Ordinal);
        List<string> unfinished = [];
        await foreach (SnapshotInfo snapshot in region.Store.ListAsync(cancellationToken))
        {
            stored.Add(snapshot.Id);
            if (SnapshotCapture.IsUnfinished(snapshot)) unfinished.Add(snapshot.Id);
        }

        foreach (SnapshotRecord record in region.SnapshotRecords.All)
        {
            if (unfinished.Contains(record.Id)) region.SnapshotRecords.Put(record with { Failure = "The server was stopped before the snapshot was complete." });
            else if (!stored.Contains(record.Id) && record.Failure is null) region.SnapshotRecords.Remove(record.Id);
        }

        // One without a record was never answered for: nobody knows its id.
        foreach (string id in unfinished) await region.Store.DeleteAsync(id, cancellationToken);
    }
}
