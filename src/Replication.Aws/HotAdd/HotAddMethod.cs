using Amazon.EC2.Model;
using Replication.Aws.Methods;
using Replication.Aws.Sites;
using Replication.Aws.Snapshots.Journal;
using Replication.Aws.Snapshots.Writing;
using Replication.Core.Machines;
using Replication.Core.Rules.Methods;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using SnapshotInfo = Replication.Core.Snapshots.SnapshotInfo;

namespace Replication.Aws.HotAdd;

/// <summary>
/// Through volumes that are attached to an access node, written there and snapshotted. A pending snapshot goes by its
/// volume's id. docs/hotadd.md describes it.
/// </summary>
internal sealed class HotAddMethod : ITransferMethod, IGuestPreparation
{
    private readonly HotAddParts _parts;
    private readonly VolumeHolds _holds;
    private readonly PendingVolumes _pending;
    private readonly VolumeWriter _writer;
    private readonly VolumeCompleter _completer;
    private readonly SnapshotStarter _starter;
    private readonly HotAddRules _rules;
    private readonly GuestPreparation _preparation;

    public HotAddMethod(HotAddParts parts, IDriverInjector injector)
    {
        _parts = parts;
        _holds = new VolumeHolds(parts);
        _pending = new PendingVolumes(parts, _holds);
        _writer = new VolumeWriter(_holds);
        var injection = new Injection(parts, injector);
        _completer = new VolumeCompleter(parts, _holds, _writer, _pending, injection);
        _starter = parts.Store.StarterFor(_pending);
        _preparation = new GuestPreparation(parts, _holds, injection);
        _rules = new HotAddRules(parts, injection, _preparation);
    }

    public TransferMethod Method => TransferMethod.HotAdd;

    public bool Names(string snapshotId) => PendingVolumes.IsId(snapshotId);

    public bool Began(JournalHeader header) => header.Volume is not null;

    public Task CleanUpAsync(CancellationToken cancellationToken) => _pending.CleanUpAsync(cancellationToken);

    public Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken) => _starter.StartAsync(request, cancellationToken);

    public ValueTask<BlockDigest> PutBlockAsync(PendingJournal journal, long block, ReadOnlyMemory<byte> data, BlockDigest? expected, CancellationToken cancellationToken) =>
        _writer.PutAsync(journal, block, data, expected, cancellationToken);

    public Task<SnapshotInfo> CompleteAsync(string pendingId, CompleteSnapshotRequest request, CancellationToken cancellationToken) =>
        _completer.CompleteAsync(pendingId, request, cancellationToken);

    public Task<SnapshotInfo?> FindCompletedAsync(string pendingId, CancellationToken cancellationToken) => _completer.FindCompletedAsync(pendingId, cancellationToken);

    public Task RemoveAsync(PendingJournal journal, CancellationToken cancellationToken) => _pending.RemoveAsync(journal, cancellationToken);

    /// <summary>Volumes that waited for a machine with the content of that snapshot go too.</summary>
    public async Task ForgetSnapshotAsync(string snapshotId, CancellationToken cancellationToken)
    {
        foreach (Volume volume in await _parts.Lookup.VolumesAsync(TagLists.TagFilter(HotAddTags.Integrity, snapshotId), cancellationToken))
        {
            if (volume.Attachments is not { Count: > 0 }) await _parts.Attachments.DeleteAsync(volume.VolumeId!, cancellationToken);
        }
    }

    public bool AsksForDrivers(TransferSubject subject) => _rules.AsksForDrivers(subject.Machine);

    public Task<IReadOnlyList<string>> DescribeAsync(TransferSubject subject, CancellationToken cancellationToken) => _rules.DescribeAsync(subject, cancellationToken);

    public Task PrepareAsync(TransferSubject subject, CancellationToken cancellationToken) => _rules.PrepareAsync(subject, cancellationToken);

    public Task ReleaseAsync(string holder) => _holds.ReleaseAllAsync(holder);

    public bool Concerns(Machine machine) => _preparation.Concerns(machine);

    public Task GetReadyAsync(string? nodeId, CancellationToken cancellationToken) => _preparation.GetReadyAsync(nodeId, cancellationToken);

    public Task PrepareAsync(string volumeId, string? nodeId, CancellationToken cancellationToken) => _preparation.PrepareAsync(volumeId, nodeId, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _holds.ReleaseAllAsync();
        _holds.Dispose();
        _starter.Dispose();
    }
}
