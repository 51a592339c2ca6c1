using Replication.Agent.Ec2.Content;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.Snapshots;

/// <summary>Makes snapshots of volumes, all of one call at one instant.</summary>
internal sealed class VolumeSnapshots(Ec2Call call)
{
    // The quota of EC2 for most volume types.
    private const int MaximumPendingOfVolume = 5;

    private readonly Ec2Region _region = call.Region;
    private readonly List<SnapshotCapture> _captures = [];
    private bool _allCloned = true;

    /// <summary>
    /// Inside the gate: starts the snapshots and takes hold of the volumes' content, or changes nothing.
    /// Whoever writes to the volumes may go on when <see cref="FinishAsync"/> has returned.
    /// </summary>
    public async Task<IReadOnlyList<SnapshotRecord>> StartAsync(
        IReadOnlyList<VolumeRecord> volumes, string description, Func<VolumeRecord, IReadOnlyDictionary<string, string>> tags, CancellationToken cancellationToken)
    {
        foreach (VolumeRecord volume in volumes) await RefuseTooManyAsync(volume, cancellationToken);
        Stack<VolumeImage> images = [];
        try
        {
            foreach (VolumeRecord volume in volumes) images.Push(_region.Files.Capture(volume.Id));
            _allCloned = images.All(image => image.IsClone);
            foreach (VolumeRecord volume in volumes.Reverse())
            {
                string? parentId = await ParentAsync(volume, cancellationToken);
                _captures.Add(await SnapshotCapture.StartAsync(
                    _region, id => Describe(id, volume, description, tags(volume)), volume.Length, parentId, images.Peek(), cancellationToken));
                images.Pop();
            }
        }
        catch
        {
            foreach (VolumeImage image in images) await image.DisposeAsync();
            foreach (SnapshotCapture capture in _captures) await capture.AbandonAsync();
            throw;
        }

        _captures.Reverse();
        return [.. _captures.Select(capture => capture.Record)];
    }

    /// <summary>
    /// Outside the gate. Clones are read while the client goes on; a volume's own file is read before the request is
    /// answered, since from then on the client may write to it.
    /// </summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        Task[] running = [.. _captures.Select(capture => _region.Background.Start(capture.RunAsync))];
        if (!_allCloned) await Task.WhenAll(running).WaitAsync(cancellationToken);
    }

    private SnapshotRecord Describe(string id, VolumeRecord volume, string description, IReadOnlyDictionary<string, string> tags) => new()
    {
        Id = id,
        AccountId = call.AccountId,
        CreateTime = call.Now,
        Tags = tags,
        VolumeId = volume.Id,
        VolumeSizeGiB = volume.SizeGiB,
        Description = description,
        Encrypted = volume.Encrypted,
        KmsKeyId = volume.KmsKeyId,
        CompletesAt = call.Now + _region.Options.SnapshotCompletion,
    };

    /// <summary>The newest completed snapshot of the volume, else the one that the volume came from, if it is still there.</summary>
    private async Task<string?> ParentAsync(VolumeRecord volume, CancellationToken cancellationToken)
    {
        IEnumerable<string?> candidates = [.. Of(volume).OrderByDescending(record => record.CreateTime).Select(record => record.Id), volume.SnapshotId];
        foreach (string id in candidates.OfType<string>())
        {
            if (await _region.Snapshots.IsCompletedAsync(id, cancellationToken)) return id;
        }

        return null;
    }

    private async Task RefuseTooManyAsync(VolumeRecord volume, CancellationToken cancellationToken)
    {
        int pending = 0;
        foreach (SnapshotRecord record in Of(volume))
        {
            if (call.Now < record.CreateTime + _region.Options.SnapshotInterval)
            {
                throw new Ec2Refusal(
                    "SnapshotCreationPerVolumeRateExceeded",
                    $"The maximum per volume CreateSnapshot request rate has been exceeded for {volume.Id}. Use an increasing or variable sleep interval between requests.");
            }

            if (record.Failure is null && await _region.Snapshots.DescribeAsync(record.Id, cancellationToken) is { State: SnapshotState.Pending }) pending++;
        }

        if (pending >= MaximumPendingOfVolume)
            throw new Ec2Refusal("ConcurrentSnapshotLimitExceeded", $"{volume.Id} has {pending} pending snapshots; a volume has at most {MaximumPendingOfVolume}.");
    }

    private IEnumerable<SnapshotRecord> Of(VolumeRecord volume) => _region.SnapshotRecords.All.Where(record => record.VolumeId == volume.Id);
}
