using Amazon.EC2;
using Amazon.EC2.Model;
using Microsoft.Extensions.Logging;
using Replication.Aws.Ec2.Waiting;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Aws.Sites;

/// <summary>
/// Snapshots of an instance's volumes: for captures, and for a while to read a volume. All carry the machine's id, so that
/// what a crash leaves is found and deleted by the next release.
/// </summary>
internal sealed partial class VolumeSnapshots(SiteParts parts)
{
    /// <summary>A first snapshot of a large volume takes hours; its data goes at some hundred MB/s to S3, unseen by us.</summary>
    private static readonly WaitOptions Completion = new() { Timeout = TimeSpan.FromHours(24), MaximumDelay = TimeSpan.FromSeconds(30) };

    private readonly ILogger _log = parts.Log;

    /// <summary>Snapshots of the wanted volumes of an instance, all of one instant, completed. On failure none is left.</summary>
    /// <param name="instance">As EC2 described it.</param>
    /// <param name="disks">Disk id by volume id.</param>
    /// <param name="cancellationToken">Stops waiting, and deletes what was begun.</param>
    public async Task<IReadOnlyList<Snapshot>> OfInstanceAsync(Instance instance, IReadOnlyDictionary<string, string> disks, CancellationToken cancellationToken)
    {
        string run = Guid.NewGuid().ToString("N");
        var excluded = new List<string>();
        bool excludeBoot = false;
        foreach (InstanceDevice device in InstanceDevice.Of(instance).Where(device => !disks.ContainsKey(device.VolumeId)))
        {
            if (device.IsRoot) excludeBoot = true;
            else excluded.Add(device.VolumeId);
        }

        return await GuardedAsync(
            run,
            async token =>
            {
                CreateSnapshotsResponse answer = await parts.Ec2.CreateSnapshotsAsync(
                    new CreateSnapshotsRequest
                    {
                        Description = $"Capture of {instance.InstanceId}",
                        InstanceSpecification = new InstanceSpecification
                        {
                            InstanceId = instance.InstanceId,
                            ExcludeBootVolume = excludeBoot,
                            ExcludeDataVolumeIds = excluded.Count > 0 ? excluded : null,
                        },
                        TagSpecifications = [Tags(MachineMapper.IdOf(instance), run).For(ResourceType.Snapshot)],
                    },
                    token);
                RequireAll(instance, disks, answer.Snapshots ?? []);
                return [.. answer.Snapshots!.Select(snapshot => (snapshot.SnapshotId!, disks[snapshot.VolumeId!]))];
            },
            cancellationToken);
    }

    /// <summary>A completed snapshot of one volume, to be deleted by the caller.</summary>
    public async Task<string> OfVolumeAsync(string machineId, string volumeId, string diskId, CancellationToken cancellationToken)
    {
        string run = Guid.NewGuid().ToString("N");
        IReadOnlyList<Snapshot> made = await GuardedAsync(
            run,
            async token =>
            {
                CreateSnapshotResponse answer = await parts.Ec2.CreateSnapshotAsync(
                    new CreateSnapshotRequest
                    {
                        VolumeId = volumeId,
                        Description = $"Reading {volumeId}",
                        TagSpecifications = [Tags(machineId, run).For(ResourceType.Snapshot)],
                    },
                    token);
                return [(answer.Snapshot!.SnapshotId!, diskId)];
            },
            cancellationToken);
        return made[0].SnapshotId!;
    }

    /// <summary>
    /// Deletes all snapshots that were made of a machine's volumes, or to make new ones, but those to keep. What is open is
    /// deleted when it is closed.
    /// </summary>
    public async Task ReleaseAsync(string machineId, IReadOnlyCollection<string> keep, CancellationToken cancellationToken)
    {
        // A child first: an upload that was to change a volume has a snapshot of it as its parent.
        foreach (string tag in (string[])[AwsTags.Upload, AwsTags.Capture])
        {
            foreach (Snapshot snapshot in await parts.Lookup.SnapshotsAsync(tag, machineId, cancellationToken))
            {
                if (!keep.Contains(snapshot.SnapshotId!)) await DeleteAsync(snapshot.SnapshotId!, cancellationToken);
            }
        }
    }

    public async Task DeleteAsync(string snapshotId, CancellationToken cancellationToken)
    {
        ISnapshotStore store = await parts.StoreAsync(cancellationToken);
        try
        {
            await store.DeleteAsync(snapshotId, cancellationToken);
        }
        catch (SnapshotStoreException error) when (error.ErrorId == ErrorIds.SnapshotNotFound)
        {
            // Deleted already, which is what was wanted.
        }
        catch (SnapshotStoreException error) when (error.InnerException is AmazonEC2Exception { ErrorCode: "InvalidSnapshot.InUse" })
        {
            // Somebody has made an image of it. It is theirs to keep; replication goes on.
            InUse(snapshotId);
        }
    }

    /// <summary>A volume that is attached or detached between the description and the call makes another set than the one that is wanted.</summary>
    private static void RequireAll(Instance instance, IReadOnlyDictionary<string, string> disks, List<Amazon.EC2.Model.SnapshotInfo> made)
    {
        if (made.Select(snapshot => snapshot.VolumeId!).ToHashSet(StringComparer.Ordinal).SetEquals(disks.Keys)) return;
        throw new ReplicationException(
            "SourceChangedDuringCapture", $"Machine {MachineMapper.IdOf(instance)}", "Volumes were attached or detached while it was captured.", "the same volumes throughout.",
            "Run again.");
    }

    private static Dictionary<string, string> Tags(string machineId, string run) => new() { [AwsTags.Capture] = machineId, [AwsTags.CaptureRun] = run };

    private async Task<IReadOnlyList<Snapshot>> GuardedAsync(
        string run, Func<CancellationToken, Task<IReadOnlyList<(string Id, string Disk)>>> create, CancellationToken cancellationToken)
    {
        IReadOnlyList<(string Id, string Disk)> begun = [];
        try
        {
            begun = await parts.Waiter.UntilVisibleAsync(create, WaitOptions.Default, cancellationToken);
            foreach ((string id, string disk) in begun)
            {
                await parts.Waiter.UntilVisibleAsync(
                    token => parts.Ec2.CreateTagsAsync(new CreateTagsRequest { Resources = [id], Tags = [new Tag { Key = AwsTags.Disk, Value = disk }] }, token),
                    WaitOptions.Default, cancellationToken);
            }

            IReadOnlyDictionary<string, Snapshot> completed = await parts.Wait.SnapshotsCompletedAsync([.. begun.Select(item => item.Id)], Completion, cancellationToken);
            return [.. begun.Select(item => completed[item.Id])];
        }
        catch
        {
            await DeleteRunAsync(run, begun);
            throw;
        }
    }

    /// <summary>Also finds what was made by a call whose answer was lost.</summary>
    private async Task DeleteRunAsync(string run, IReadOnlyList<(string Id, string Disk)> begun)
    {
        try
        {
            IEnumerable<string> ids = (await parts.Lookup.SnapshotsAsync(AwsTags.CaptureRun, run, CancellationToken.None)).Select(snapshot => snapshot.SnapshotId!);
            foreach (string id in ids.Union(begun.Select(item => item.Id))) await DeleteAsync(id, CancellationToken.None);
        }
        catch (Exception error) when (error is ReplicationException or Amazon.Runtime.AmazonClientException or Amazon.Runtime.AmazonServiceException or HttpRequestException)
        {
            // The reason why the capture failed is what the caller has to hear; the next release deletes what is left.
            NotDeleted(run, error.Message);
        }
    }

    [LoggerMessage(3302, LogLevel.Warning, "Snapshot {Snapshot} was not deleted: an image uses it.")]
    private partial void InUse(string snapshot);

    [LoggerMessage(3303, LogLevel.Warning, "Snapshots of capture {Run} are left for the next release: {Error}")]
    private partial void NotDeleted(string run, string error);
}
