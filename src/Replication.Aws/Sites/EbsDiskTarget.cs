using System.Globalization;
using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Core.Disks;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using SnapshotInfo = Replication.Core.Snapshots.SnapshotInfo;

namespace Replication.Aws.Sites;

/// <summary>
/// A volume of a stopped instance that is being made equal to another content. EBS writes volumes only through instances,
/// so a snapshot of the volume is the base of a pending one that takes the differing blocks; on commit a volume is made of it
/// and put in the place of the former. Until then the instance has its volume as it was.
/// </summary>
internal sealed class EbsDiskTarget : IDiskTarget
{
    private const long GiB = 1L << 30;

    private readonly SiteParts _parts;
    private readonly VolumeSnapshots _snapshots;
    private readonly EbsTargetPlace _place;
    private readonly string _baseId;
    private readonly ISnapshotStore _store;
    private readonly long _length;
    private readonly HashSet<long> _put = [];
    private readonly Lock _lock = new();
    private string? _pendingId;
    private bool _committed;

    private EbsDiskTarget(SiteParts parts, VolumeSnapshots snapshots, EbsTargetPlace place, string baseId, ISnapshotStore store, IDiskView current)
    {
        _parts = parts;
        _snapshots = snapshots;
        _place = place;
        _baseId = baseId;
        _store = store;
        _length = current.Length;
        Current = current;
    }

    public IDiskView Current { get; }

    public bool InPlace => false;

    public static async Task<IDiskTarget> OpenAsync(SiteParts parts, EbsTargetPlace place, long length, CancellationToken cancellationToken)
    {
        var snapshots = new VolumeSnapshots(parts);
        ISnapshotStore store = await parts.StoreAsync(cancellationToken);
        string mark = $"{place.MachineId} {place.DiskId}";
        // Of a process that died on the way; its blocks cannot be told from others any more.
        foreach (Snapshot left in await parts.Lookup.SnapshotsAsync(AwsTags.Upload, mark, cancellationToken)) await snapshots.DeleteAsync(left.SnapshotId!, cancellationToken);
        string baseId = await snapshots.OfVolumeAsync(place.MachineId, place.Volume.VolumeId!, place.DiskId, cancellationToken);
        EbsDiskTarget? target = null;
        try
        {
            var view = new SnapshotDiskView(await store.OpenAsync(baseId, cancellationToken), InstanceCapture.SectorSize);
            IDiskView current = length == view.Length ? view : length < view.Length ? new DiskPrefixView(view, length) : new PaddedDiskView(view, length);
            target = new EbsDiskTarget(parts, snapshots, place, baseId, store, current);
            // The child is as long as the volume: a child is never shorter than its parent, and what lies beyond the disk's end stays.
            SnapshotInfo pending = await store.StartAsync(
                new StartSnapshotRequest
                {
                    Length = Math.Max(view.Length, (length + GiB - 1) / GiB * GiB),
                    ParentId = baseId,
                    Description = $"New content of {place.Volume.VolumeId}",
                    Tags = new Dictionary<string, string> { [AwsTags.Upload] = mark },
                },
                cancellationToken);
            target._pendingId = pending.Id;
            return target;
        }
        catch
        {
            if (target is not null) await target.DisposeAsync();
            else await snapshots.DeleteAsync(baseId, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Whole blocks, of which only the last of the disk may be shorter: what is written is never mixed with what was there.</summary>
    public async ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        if (offset % BlockGeometry.BlockSize != 0 || offset + data.Length > _length || (data.Length % BlockGeometry.BlockSize != 0 && offset + data.Length != _length))
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "Whole blocks within the disk are written.");
        byte[]? padded = null;
        for (int at = 0; at < data.Length; at += BlockGeometry.BlockSize)
        {
            long index = (offset + at) / BlockGeometry.BlockSize;
            ReadOnlyMemory<byte> block = data.Slice(at, Math.Min(BlockGeometry.BlockSize, data.Length - at));
            if (block.Length < BlockGeometry.BlockSize)
            {
                padded ??= new byte[BlockGeometry.BlockSize];
                block.CopyTo(padded);
                block = padded;
            }

            await _store.PutBlockAsync(_pendingId!, index, block, null, cancellationToken);
            lock (_lock) _put.Add(index);
        }
    }

    public async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        await SiteErrors.TranslateAsync("Writing", $"volume {_place.Volume.VolumeId}", () => ReplaceAsync(cancellationToken), cancellationToken);
        _committed = true;
    }

    public async ValueTask DisposeAsync()
    {
        await Current.DisposeAsync();
        // A pending snapshot that is not committed is worth nothing; the base was there only to be read. A child goes first.
        if (_pendingId is not null) await _snapshots.DeleteAsync(_pendingId, CancellationToken.None);
        await _snapshots.DeleteAsync(_baseId, CancellationToken.None);
    }

    private async Task ReplaceAsync(CancellationToken cancellationToken)
    {
        Volume former = _place.Volume;
        if (_committed || (_put.Count == 0 && _length == MachineMapper.LengthOf(former))) return;
        SnapshotInfo completed = await _store.CompleteAsync(_pendingId!, new CompleteSnapshotRequest { ChangedBlocks = _put.Count }, cancellationToken);
        Dictionary<string, string> tags = (former.Tags ?? []).Where(tag => !IsOfFormer(tag.Key!)).ToDictionary(tag => tag.Key!, tag => tag.Value ?? "");
        tags[AwsTags.Disk] = _place.DiskId;
        tags[AwsTags.Length] = _length.ToString(CultureInfo.InvariantCulture);
        var request = new CreateVolumeRequest
        {
            AvailabilityZone = former.AvailabilityZone,
            SnapshotId = completed.Id,
            Size = Math.Max(former.Size ?? 0, (int)(completed.Length / GiB)),
            VolumeType = former.VolumeType,
            Iops = former.VolumeType == VolumeType.Gp3 || former.VolumeType == VolumeType.Io1 || former.VolumeType == VolumeType.Io2 ? former.Iops : null,
            Throughput = former.VolumeType == VolumeType.Gp3 ? former.Throughput : null,
            ClientToken = ReplicaPlan.Digest(completed.Id),
        };
        await new DiskReplacer(_parts).RunAsync(_place, request, tags, cancellationToken);
    }

    /// <summary>Tags that say what was done to the former volume.</summary>
    private static bool IsOfFormer(string key) => key is AwsTags.Swap or AwsTags.Replacement || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase);
}
