using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Policies;
using Replication.Core.States;

namespace Replication.Core.Schedules;

/// <summary>Gathers what schedules are decided from.</summary>
internal static class GroupFactsReader
{
    /// <summary>What there is to decide of a group: nothing where it only waits, and then no more is read than tells so.</summary>
    /// <returns>Both null when there is no such group any more.</returns>
    public static async Task<(GroupFacts? Facts, ScheduleDecision? Wait)> FindAsync(
        ICatalogReader reader, string groupId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync<ReplicationGroup>(groupId, cancellationToken) is not { } group) return (null, null);
        ReplicationPolicy policy = await reader.FindAsync<ReplicationPolicy>(group.PolicyId, cancellationToken)
            ?? throw new ReplicationException("PolicyNotFound", $"Group {group.Name}", $"Its policy {group.PolicyId} does not exist.");
        GroupSchedule? schedule = await reader.FindAsync<GroupSchedule>(groupId, cancellationToken);
        bool paused = await IsPausedAsync(reader, cancellationToken);
        if (!paused && ScheduleRules.Wait(groupId, policy.ReplicationFrequency, schedule, now) is { } wait) return (null, wait);
        IReadOnlyList<ReplicatedVM> vms = await reader.ListAsync<ReplicatedVM>(ownerId: groupId, cancellationToken: cancellationToken);
        return (
            new GroupFacts(
                group, policy, vms, schedule,
                [.. await BegunAsync(reader, [groupId, .. vms.Select(vm => vm.Id)], cancellationToken), .. await BrokenAsync(reader, group, vms, cancellationToken)],
                paused),
            null);
    }

    /// <summary>Of all groups, each thing read once.</summary>
    public static async Task<IReadOnlyList<GroupFacts>> ListAsync(ICatalogReader reader, CancellationToken cancellationToken)
    {
        var policies = (await reader.ListAsync<ReplicationPolicy>(cancellationToken: cancellationToken)).ToDictionary(policy => policy.Id, StringComparer.Ordinal);
        var schedules = (await reader.ListAsync<GroupSchedule>(cancellationToken: cancellationToken)).ToDictionary(schedule => schedule.Id, StringComparer.Ordinal);
        ILookup<string, ReplicatedVM> vms = (await reader.ListAsync<ReplicatedVM>(cancellationToken: cancellationToken)).ToLookup(vm => vm.GroupId, StringComparer.Ordinal);
        IReadOnlyList<ReplicationJob> begun = await BegunAsync(reader, cancellationToken);
        bool paused = await IsPausedAsync(reader, cancellationToken);
        var facts = new List<GroupFacts>();
        foreach (ReplicationGroup group in await reader.ListAsync<ReplicationGroup>(cancellationToken: cancellationToken))
        {
            if (!policies.TryGetValue(group.PolicyId, out ReplicationPolicy? policy)) continue;
            IReadOnlyList<ReplicatedVM> own = [.. vms[group.Id]];
            facts.Add(new GroupFacts(
                group, policy, own, schedules.GetValueOrDefault(group.Id), [.. begun, .. await BrokenAsync(reader, group, own, cancellationToken)], paused));
        }

        return facts;
    }

    private static async Task<IReadOnlyList<ReplicationJob>> BegunAsync(ICatalogReader reader, CancellationToken cancellationToken) =>
    [
        .. await reader.ListAsync<ReplicationJob>(state: nameof(JobState.Running), cancellationToken: cancellationToken),
        .. await reader.ListAsync<ReplicationJob>(state: nameof(JobState.Queued), cancellationToken: cancellationToken),
    ];

    /// <summary>A job of a VM is its own or its group's; others' are many where there are many groups.</summary>
    private static Task<IReadOnlyList<ReplicationJob>> BegunAsync(ICatalogReader reader, IReadOnlyCollection<string> owners, CancellationToken cancellationToken) =>
        reader.ListAnyAsync<ReplicationJob>(owners, [nameof(JobState.Running), nameof(JobState.Queued)], cancellationToken);

    /// <summary>Jobs of a group are many; only in these states does one that failed matter.</summary>
    private static async Task<IReadOnlyList<ReplicationJob>> BrokenAsync(
        ICatalogReader reader, ReplicationGroup group, IReadOnlyList<ReplicatedVM> vms, CancellationToken cancellationToken)
    {
        string[] half = [.. vms.Where(vm => vm.ReplicationState is ReplicationState.InitialReplicationInProgress or ReplicationState.Resynchronizing).Select(vm => vm.Id)];
        if (half.Length == 0) return [];
        var broken = new List<ReplicationJob>();
        foreach (string owner in (string[])[group.Id, .. half])
            broken.AddRange((await reader.ListAsync<ReplicationJob>(ownerId: owner, cancellationToken: cancellationToken)).Where(job => job.CanContinue));
        return broken;
    }

    public static async Task<bool> IsPausedAsync(ICatalogReader reader, CancellationToken cancellationToken) =>
        await reader.FindAsync<ScheduleSettings>(ScheduleSettings.OnlyId, cancellationToken) is { Paused: true };
}
