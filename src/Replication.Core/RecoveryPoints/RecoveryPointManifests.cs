using System.Runtime.CompilerServices;
using System.Text.Json;
using Replication.Core.Errors;
using Replication.Core.Manifests;
using Replication.Core.Serialization;

namespace Replication.Core.RecoveryPoints;

/// <summary>Recovery points as documents at the destination: "points/VM id/point id".</summary>
public sealed class RecoveryPointManifests(IManifestStore manifests)
{
    private const string Prefix = "points/";

    /// <summary>More runs than are ever in flight for one point.</summary>
    private const int MostRuns = 10;

    public static string NameOf(RecoveryPoint point) => $"{Prefix}{point.VmId}/{point.Id}";

    /// <summary>Commits a point: from here on it exists. Repeating with equal content is no error.</summary>
    public async Task CommitAsync(RecoveryPoint point, CancellationToken cancellationToken)
    {
        byte[] content = Serialize(point);
        ManifestDocument? present = await manifests.ReadAsync(NameOf(point), cancellationToken);
        if (present is not null && present.Content.Span.SequenceEqual(content)) return;
        await manifests.WriteAsync(NameOf(point), content, expectedVersion: null, cancellationToken);
    }

    /// <summary>
    /// Commits a point that other runs of the same job may commit as well, each from snapshots of its own: one that was taken for dead
    /// and was not. Of these the newest run's stays, whatever the order in which they arrive; where both have the same
    /// snapshots, what is there stays.
    /// </summary>
    /// <returns>The point as it is at the destination.</returns>
    /// <exception cref="ReplicationException">StaleEpoch: a newer run has committed it.</exception>
    public async Task<RecoveryPoint> CommitNewestAsync(RecoveryPoint point, CancellationToken cancellationToken)
    {
        string name = NameOf(point);
        for (int attempt = 1; ; attempt++)
        {
            ManifestDocument? present = await manifests.ReadAsync(name, cancellationToken);
            if (present is not null)
            {
                RecoveryPoint found = Deserialize(present);
                if (found.HasSameSnapshots(point)) return found;
                if (found.Epoch >= point.Epoch) throw Stale(point, found);
            }

            try
            {
                await manifests.WriteAsync(name, Serialize(point), present?.Version, cancellationToken);
                return point;
            }
            catch (SnapshotStoreException error) when (error.ErrorId == "ManifestConflict" && attempt < MostRuns)
            {
                // Another run was quicker: what it has committed decides.
            }
        }
    }

    /// <summary>Replaces what may change in a point (pin, verification) without losing a concurrent change.</summary>
    public async Task<RecoveryPoint> UpdateAsync(
        RecoveryPoint point, Func<RecoveryPoint, RecoveryPoint> change, CancellationToken cancellationToken)
    {
        ManifestDocument present = await manifests.ReadAsync(NameOf(point), cancellationToken) ?? throw Missing(point.Id);
        RecoveryPoint changed = change(Deserialize(present));
        await manifests.WriteAsync(NameOf(point), Serialize(changed), present.Version, cancellationToken);
        return changed;
    }

    public async Task<RecoveryPoint?> FindAsync(string vmId, string pointId, CancellationToken cancellationToken)
    {
        ManifestDocument? document = await manifests.ReadAsync($"{Prefix}{vmId}/{pointId}", cancellationToken);
        return document is null ? null : Deserialize(document);
    }

    /// <summary>All points, or those of one VM, oldest first per VM.</summary>
    /// <param name="vmId">One VM, or null for all.</param>
    /// <param name="damaged">
    /// Takes the manifests that cannot be read, where the others are wanted all the same: one damaged document must not
    /// keep anybody from the points that are whole. Without it a damaged manifest is an error, never a gap.
    /// </param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<RecoveryPoint> ListAsync(
        string? vmId = null, ICollection<ReplicationException>? damaged = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var names = new List<string>();
        await foreach (string name in manifests.ListAsync(vmId is null ? Prefix : $"{Prefix}{vmId}/", cancellationToken)) names.Add(name);
        foreach (var ofOneVm in names.GroupBy(name => name[..name.LastIndexOf('/')], StringComparer.Ordinal))
        {
            var points = new List<RecoveryPoint>();
            foreach (string name in ofOneVm)
            {
                try
                {
                    // Removed between listing and reading: gone is a right answer.
                    if (await manifests.ReadAsync(name, cancellationToken) is { } document) points.Add(Deserialize(document));
                }
                catch (ReplicationException error) when (damaged is not null && (error.ErrorId is "CorruptManifest" or "ManifestTooNew"))
                {
                    damaged.Add(error);
                }
            }

            foreach (RecoveryPoint point in points.OrderBy(point => point.Sequence).ThenBy(point => point.SourceTime).ThenBy(point => point.AcceptedTime)) yield return point;
        }
    }

    /// <summary>The newest point of a VM, or null when it has none; <paramref name="damaged"/> as for listing.</summary>
    public async Task<RecoveryPoint?> FindNewestAsync(
        string vmId, ICollection<ReplicationException>? damaged = null, CancellationToken cancellationToken = default)
    {
        RecoveryPoint? newest = null;
        await foreach (RecoveryPoint point in ListAsync(vmId, damaged, cancellationToken)) newest = point;
        return newest;
    }

    /// <summary>Names of all documents of a VM's points, readable or not.</summary>
    public async Task<IReadOnlySet<string>> NamesAsync(string vmId, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (string name in manifests.ListAsync($"{Prefix}{vmId}/", cancellationToken)) names.Add(name);
        return names;
    }

    public async Task DeleteAsync(RecoveryPoint point, CancellationToken cancellationToken)
    {
        if (await manifests.ReadAsync(NameOf(point), cancellationToken) is { } document)
            await manifests.DeleteAsync(document.Name, document.Version, cancellationToken);
    }

    // The version is the catalog's business; two copies of one point must have equal bytes.
    private static byte[] Serialize(RecoveryPoint point) =>
        JsonSerializer.SerializeToUtf8Bytes(point with { Version = 0 }, ReplicationJson.Indented);

    private static RecoveryPoint Deserialize(ManifestDocument document)
    {
        RecoveryPoint? point;
        try
        {
            point = JsonSerializer.Deserialize<RecoveryPoint>(document.Content.Span, ReplicationJson.Compact);
        }
        catch (JsonException error)
        {
            throw new ReplicationException("CorruptManifest", document.Name, $"The manifest cannot be read: {error.Message}", inner: error);
        }

        if (point is null) throw new ReplicationException("CorruptManifest", document.Name, "The manifest is empty.");
        if (point.Format > RecoveryPoint.CurrentFormat)
        {
            throw new ReplicationException(
                "ManifestTooNew", document.Name, $"The manifest has format {point.Format}.", $"format {RecoveryPoint.CurrentFormat} or older.",
                "Use a newer version of this program.");
        }

        return point;
    }

    private static SnapshotStoreException Stale(RecoveryPoint point, RecoveryPoint found) => new(
        ErrorIds.StaleEpoch, NameOf(point), $"the run of epoch {found.Epoch} has committed it; this one's is {point.Epoch}.", "the newest run of the job.",
        "Another process has continued the work; follow the job in the catalog.");

    private static ReplicationException Missing(string pointId) => new(
        "RecoveryPointNotFound", $"Recovery point {pointId}", "There is no such point at the destination.", "a point that is kept.",
        "List the points to see which are.");
}
