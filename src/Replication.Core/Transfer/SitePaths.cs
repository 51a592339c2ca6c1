using System.Collections.Concurrent;
using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Policies;

namespace Replication.Core.Transfer;

/// <summary>
/// The paths between sites, each with one throttle for all that is sent over it from this process. Its limit is the lowest that a policy of a group
/// between these sites, in either direction, sets for the time of day.
/// </summary>
public sealed class SitePaths(ICatalog catalog, TimeProvider time)
{
    /// <summary>How soon a changed policy takes effect; the catalog is asked as often.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(string From, string To), Throttle> _throttles = new();

    public Throttle Between(string fromSiteId, string toSiteId) => _throttles.GetOrAdd(
        (fromSiteId, toSiteId),
        _ =>
        {
            var limit = new PathLimit(this, time, fromSiteId, toSiteId);
            return new Throttle(time, limit.GetAsync);
        });

    private Task<IReadOnlyList<ReplicationPolicy>> PoliciesAsync(string one, string other, CancellationToken cancellationToken) =>
        catalog.ReadAsync<IReadOnlyList<ReplicationPolicy>>(
            async (reader, token) =>
            {
                ReplicationPolicy[] limiting = [.. (await reader.ListAsync<ReplicationPolicy>(cancellationToken: token)).Where(policy => policy.BandwidthLimits.Count > 0)];
                if (limiting.Length == 0) return [];
                HashSet<string> used =
                [
                    .. (await reader.ListAsync<ReplicationGroup>(cancellationToken: token))
                        .Where(group => (group.SourceSiteId == one && group.TargetSiteId == other) || (group.SourceSiteId == other && group.TargetSiteId == one))
                        .Select(group => group.PolicyId),
                ];
                return [.. limiting.Where(policy => used.Contains(policy.Id))];
            },
            cancellationToken);

    /// <summary>Asked for every block: the catalog is read from time to time, the clock each time.</summary>
    private sealed class PathLimit(SitePaths paths, TimeProvider time, string from, string to)
    {
        private Snapshot? _known;

        public async ValueTask<long?> GetAsync(CancellationToken cancellationToken)
        {
            // Two that read at the same time read the same.
            Snapshot? known = _known;
            if (known is null || time.GetElapsedTime(known.ReadAt) >= Fresh)
                _known = known = new Snapshot(time.GetTimestamp(), await paths.PoliciesAsync(from, to, cancellationToken));

            return known.Policies.Count == 0 ? null : known.Policies.Min(policy => policy.BandwidthAt(time.GetUtcNow(), time.LocalTimeZone));
        }

        private sealed record Snapshot(long ReadAt, IReadOnlyList<ReplicationPolicy> Policies);
    }
}
