using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Schedules;

namespace Replication.Core.Service;

/// <summary>The schedules of groups: how they stand, having what is due submitted, and pausing them.</summary>
public sealed class ScheduleCatalog(EngineServices services, JobQueue queue, VmVerbs verbs, string actor)
{
    public async Task<IReadOnlyList<ScheduledGroup>> ListAsync(CancellationToken cancellationToken = default) =>
    [
        .. (await services.Catalog.ReadAsync(GroupFactsReader.ListAsync, cancellationToken))
            .Select(facts => new ScheduledGroup(facts.Group, facts.Policy, Decide(facts), facts.Schedule?.LastJobId)),
    ];

    /// <summary>For whoever looks after all groups, again and again.</summary>
    public ScheduleSurvey CreateSurvey() => new(services.Catalog);

    /// <summary>Submits what a group is due for, detached. Asked again, or by several at once, it submits once.</summary>
    /// <returns>What was decided; null when there is no such group.</returns>
    public async Task<ScheduleDecision?> RunAsync(string groupId, CancellationToken cancellationToken = default)
    {
        (GroupFacts? facts, ScheduleDecision? wait) = await services.Catalog.ReadAsync(
            (reader, token) => GroupFactsReader.FindAsync(reader, groupId, services.Time.GetUtcNow(), token), cancellationToken);
        if (facts is null) return wait;
        ScheduleDecision decision = Decide(facts);
        if (decision.Begins || decision.State == ScheduleState.Due)
            decision = decision with { Served = await services.Catalog.TransactAsync((transaction, token) => ServeAsync(transaction, facts, decision, token), cancellationToken) };
        return decision;
    }

    /// <summary>Nothing is begun by itself any more, or again. What runs goes on.</summary>
    public Task<ScheduleSettings> PauseAsync(bool paused, CancellationToken cancellationToken = default) => services.Catalog.TransactAsync(
        async (transaction, token) =>
        {
            ScheduleSettings present = await transaction.FindAsync<ScheduleSettings>(ScheduleSettings.OnlyId, token) ?? new ScheduleSettings();
            if (present.Paused == paused) return present;
            ScheduleSettings changed = present with { Paused = paused, ChangedBy = actor, ChangedAt = services.Time.GetUtcNow() };
            await transaction.AppendAuditAsync(
                new AuditEntry(services.Time.GetUtcNow(), actor, paused ? "PauseSchedule" : "ResumeSchedule", "all groups", "Succeeded"), token);
            return changed.Version == 0 ? await transaction.InsertAsync(changed, token) : await transaction.UpdateAsync(changed, token);
        },
        cancellationToken);

    public async Task<ScheduleSettings> SettingsAsync(CancellationToken cancellationToken = default) =>
        await services.Catalog.FindAsync<ScheduleSettings>(ScheduleSettings.OnlyId, cancellationToken) ?? new ScheduleSettings();

    private ScheduleDecision Decide(GroupFacts facts) => ScheduleRules.Decide(facts, services.Time.GetUtcNow(), services.Time.LocalTimeZone);

    /// <summary>The jobs and how far the schedule has come, in one transaction; nothing when another has served the group since it was looked at.</summary>
    private async Task<bool> ServeAsync(ICatalogTransaction transaction, GroupFacts facts, ScheduleDecision decision, CancellationToken token)
    {
        GroupSchedule? present = await transaction.FindAsync<GroupSchedule>(facts.Group.Id, token);
        if (present?.Version != facts.Schedule?.Version) return false;
        // After a pause nothing is submitted, whatever was looked at before it.
        if (decision.State == ScheduleState.Due && await GroupFactsReader.IsPausedAsync(transaction, token)) return false;
        ReplicationJob? last = null;
        if (decision.State == ScheduleState.Due)
        {
            foreach (string id in decision.ContinueJobIds) last = await JobQueue.ResumeAsync(transaction, id, decision.Tick, token);
            foreach (ReplicatedVM vm in decision.Resynchronize) last = await SubmitAsync(transaction, verbs.Resynchronize(vm), decision, token);
            if (decision.Replicate.Count > 0) last = await SubmitAsync(transaction, verbs.Replicate(facts.Group, decision.Replicate), decision, token);
        }

        var schedule = new GroupSchedule { Id = facts.Group.Id, LastTick = decision.Tick, LastJobId = last?.Id ?? present?.LastJobId, Version = present?.Version ?? 0 };
        _ = present is null ? await transaction.InsertAsync(schedule, token) : await transaction.UpdateAsync(schedule, token);
        return true;
    }

    private Task<ReplicationJob> SubmitAsync(ICatalogTransaction transaction, JobRequest request, ScheduleDecision decision, CancellationToken token) =>
        queue.SubmitAsync(transaction, request with { Detached = true, ScheduledFor = decision.Tick }, token);
}
