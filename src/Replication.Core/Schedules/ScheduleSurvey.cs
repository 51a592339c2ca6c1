using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Policies;

namespace Replication.Core.Schedules;

/// <summary>
/// Which groups there are, and which of them changed since the last look: made or removed, given another frequency, paused or resumed, or one of their VMs came into
/// another state. It reads keys alone, and whole records only of what changed, so that looking after ten thousand groups every few seconds costs milliseconds.
/// </summary>
public sealed class ScheduleSurvey(ICatalog catalog)
{
    private readonly Dictionary<string, (long Version, ReplicationGroup Group)> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Version, TimeSpan Frequency)> _policies = new(StringComparer.Ordinal);
    private Dictionary<string, int> _states = new(StringComparer.Ordinal);
    private Dictionary<string, TimeSpan> _frequencies = new(StringComparer.Ordinal);
    private bool _paused;
    private bool _primed;

    /// <summary>All groups; at the first look none of them has changed.</summary>
    public Task<IReadOnlyList<SurveyedGroup>> LookAsync(CancellationToken cancellationToken = default) => catalog.ReadAsync(LookAsync, cancellationToken);

    private async Task<IReadOnlyList<SurveyedGroup>> LookAsync(ICatalogReader reader, CancellationToken cancellationToken)
    {
        bool paused = await GroupFactsReader.IsPausedAsync(reader, cancellationToken);
        await RefreshAsync(
            reader, _policies, (ReplicationPolicy policy) => (policy.Version, policy.ReplicationFrequency), known => known.Version, cancellationToken);
        HashSet<string> renewed = await RefreshAsync(reader, _groups, (ReplicationGroup group) => (group.Version, group), known => known.Version, cancellationToken);
        Dictionary<string, int> states = StatesOf(await reader.ListStampsAsync<ReplicatedVM>(cancellationToken));
        var surveyed = new List<SurveyedGroup>(_groups.Count);
        var frequencies = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach ((string id, (_, ReplicationGroup group)) in _groups)
        {
            // A group whose policy is not there is refused where it is asked for.
            if (!_policies.TryGetValue(group.PolicyId, out var policy)) continue;
            frequencies[id] = policy.Frequency;
            bool changed = renewed.Contains(id) || paused != _paused || states.GetValueOrDefault(id) != _states.GetValueOrDefault(id)
                || !_frequencies.TryGetValue(id, out TimeSpan frequency) || frequency != policy.Frequency;
            surveyed.Add(new SurveyedGroup(id, policy.Frequency, changed && _primed));
        }

        (_paused, _states, _frequencies, _primed) = (paused, states, frequencies, true);
        return surveyed;
    }

    /// <summary>Reads anew what has another version than before, one by one; the first time all at once.</summary>
    private static async Task<HashSet<string>> RefreshAsync<TEntity, TKnown>(
        ICatalogReader reader, Dictionary<string, TKnown> known, Func<TEntity, TKnown> keep, Func<TKnown, long> versionOf, CancellationToken cancellationToken)
        where TEntity : class, ICatalogEntity
    {
        var renewed = new HashSet<string>(StringComparer.Ordinal);
        if (known.Count == 0)
        {
            foreach (TEntity entity in await reader.ListAsync<TEntity>(cancellationToken: cancellationToken))
            {
                known[entity.Id] = keep(entity);
                renewed.Add(entity.Id);
            }

            return renewed;
        }

        IReadOnlyList<EntityStamp> stamps = await reader.ListStampsAsync<TEntity>(cancellationToken);
        foreach (string gone in known.Keys.Except(stamps.Select(stamp => stamp.Id)).ToList()) known.Remove(gone);
        foreach (EntityStamp stamp in stamps)
        {
            if (known.TryGetValue(stamp.Id, out TKnown? before) && versionOf(before) == stamp.Version) continue;
            if (await reader.FindAsync<TEntity>(stamp.Id, cancellationToken) is not { } entity) continue;
            known[stamp.Id] = keep(entity);
            renewed.Add(stamp.Id);
        }

        return renewed;
    }

    /// <summary>Of each group one number that changes when a VM comes, goes, or comes into another state; statistics and points do not count.</summary>
    private static Dictionary<string, int> StatesOf(IEnumerable<EntityStamp> vms)
    {
        var states = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (EntityStamp vm in vms)
        {
            if (vm.OwnerId is { } group) states[group] = unchecked(states.GetValueOrDefault(group) + HashCode.Combine(vm.Id, vm.State));
        }

        return states;
    }
}
