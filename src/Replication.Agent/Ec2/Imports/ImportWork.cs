using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.Snapshots;
using Replication.Agent.Ec2.State;
using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Agent.Ec2.Imports;

/// <summary>
/// Carries out one import task: opens each image, makes a snapshot of it, then the image where one was asked for. The
/// request has been answered, so a failure becomes the state of the task, and takes the snapshots with it.
/// </summary>
internal sealed class ImportWork(Ec2Region region, ResourceTable<ImportTaskRecord> tasks, ImportTaskRecord task, IReadOnlyList<string> paths)
{
    private readonly CancellationTokenSource _stop = new();
    private long _passed;
    private long _length = 1;

    public string TaskId => task.Id;

    public int Progress => (int)(100 * Math.Min(1, (double)Interlocked.Read(ref _passed) / Interlocked.Read(ref _length)));

    public void Stop() => _stop.Cancel();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        try
        {
            for (int i = 0; i < task.Disks.Count; i++) await ImportAsync(i, either.Token);
            await FinishAsync(either.Token);
        }
        catch (Exception error) when (error is Ec2Refusal or ReplicationException or IOException or OperationCanceledException)
        {
            await FailAsync(error is OperationCanceledException ? "ServerError: The import was stopped." : error.Message);
        }
    }

    /// <summary>Takes back what a task has made. To be called inside the region's gate.</summary>
    public static async Task RemoveSnapshotsAsync(Ec2Region region, ImportTaskRecord task)
    {
        foreach (string id in task.Disks.Select(disk => disk.SnapshotId).OfType<string>()) await DeleteSnapshot.RemoveAsync(region, id, CancellationToken.None);
    }

    private async Task ImportAsync(int index, CancellationToken cancellationToken)
    {
        ImportedDisk disk = task.Disks[index];
        IDiskView image = await ImportImages.OpenAsync(paths[index], disk.Format, cancellationToken);
        Interlocked.Exchange(ref _passed, 0);
        Interlocked.Exchange(ref _length, Math.Max(1, image.Length));
        var content = new DiskImageContent(image, position => Interlocked.Exchange(ref _passed, position));
        SnapshotCapture capture;
        try
        {
            if (index == 0 && task.Image is not null) await RequirePartitionsAsync(image, cancellationToken);
            int size = (int)((image.Length + VolumeRecord.GiB - 1) / VolumeRecord.GiB);
            using IDisposable held = await region.Gate.EnterAsync(cancellationToken);
            capture = await SnapshotCapture.StartAsync(region, id => Describe(id, size), size * VolumeRecord.GiB, null, content, cancellationToken);
            Put(current => current with { StatusMessage = "converting", Disks = With(current.Disks, index, capture.Record.Id) });
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }

        await capture.RunAsync(cancellationToken);
        if (region.SnapshotRecords.Find(capture.Record.Id)?.Failure is { } failure) throw new Ec2Refusal("ServerError", $"ServerError: {failure}");
    }

    private static async Task RequirePartitionsAsync(IDiskView image, CancellationToken cancellationToken)
    {
        if ((await Runtime.Tools.DiskImages.ReadLayoutAsync(image, cancellationToken)).Partitions.Count == 0)
            throw new Ec2Refusal("ClientError", "ClientError: No valid partitions. Not a valid volume.");
    }

    private SnapshotRecord Describe(string id, int sizeGiB) => new()
    {
        Id = id,
        AccountId = task.AccountId,
        CreateTime = region.Time.GetUtcNow(),
        VolumeId = SnapshotView.NoVolume,
        VolumeSizeGiB = sizeGiB,
        Description = $"Created by AWS-VMImport service for {task.Id}",
        Encrypted = task.Encrypted,
        KmsKeyId = task.KmsKeyId,
        CompletesAt = task.CompletesAt,
    };

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        using IDisposable held = await region.Gate.EnterAsync(cancellationToken);
        if (tasks.Find(task.Id) is not { State: ImportTaskRecord.Active } done) throw new OperationCanceledException(_stop.Token);
        if (done.Image is { } image) region.Images.Put(image with { CreateTime = region.Time.GetUtcNow(), Devices = ImportedDevices.Of(region, done) });
        tasks.Put(done with { State = ImportTaskRecord.Completed, StatusMessage = null });
    }

    private async Task FailAsync(string reason)
    {
        using IDisposable held = await region.Gate.EnterAsync(CancellationToken.None);
        ImportTaskRecord failed = tasks.Find(task.Id)!;
        await RemoveSnapshotsAsync(region, failed);
        if (failed.State == ImportTaskRecord.Active) tasks.Put(failed with { State = ImportTaskRecord.Deleted, StatusMessage = reason });
    }

    private void Put(Func<ImportTaskRecord, ImportTaskRecord> change) => tasks.Put(change(tasks.Find(task.Id)!));

    private static ImportedDisk[] With(IReadOnlyList<ImportedDisk> disks, int index, string snapshotId) =>
        [.. disks.Select((disk, i) => i == index ? disk with { SnapshotId = snapshotId } : disk)];
}
