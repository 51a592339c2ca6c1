using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Health;

namespace Replication.Core.Alerts;

/// <summary>From health to messages: what is to be told is one transaction with the note that it was.</summary>
public sealed class AlertQueue(ICatalog catalog, TimeProvider time)
{
    /// <summary>What could not be delivered for so long is no news any more.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    /// <summary>The newest are kept for a channel: a receiver that is down for days is not to be flooded, nor the catalog.</summary>
    private const int MaximumWaiting = 1000;

    /// <summary>Longer than any delivery may take.</summary>
    private static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);

    /// <summary>Takes note of the present health of VMs, and queues what is to be told.</summary>
    /// <returns>How many messages were queued.</returns>
    public async Task<int> SeeAsync(IReadOnlyList<VMHealth> healths, AlertTiming timing, CancellationToken cancellationToken)
    {
        Dictionary<string, AlertState> states = (await catalog.ReadAsync(
            (reader, token) => reader.ListAsync<AlertState>(cancellationToken: token), cancellationToken)).ToDictionary(state => state.Id);
        int queued = 0;
        foreach (VMHealth health in healths)
        {
            // Most of the time nothing has changed, and then nothing is written.
            AlertState present = states.GetValueOrDefault(health.VM.Id) ?? new AlertState { Id = health.VM.Id };
            if (present.See(health.Health.State, time.GetUtcNow(), timing).Next == present) continue;
            queued += await SeeAsync(health, timing, cancellationToken);
        }

        foreach (string gone in states.Keys.Except(healths.Select(health => health.VM.Id))) await ForgetAsync(gone, cancellationToken);
        return queued;
    }

    /// <summary>Those whose time has come, oldest first, with their channels.</summary>
    public async Task<IReadOnlyList<(Alert Alert, AlertChannel? Channel)>> DueAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        return await catalog.ReadAsync(
            async (reader, token) =>
            {
                var channels = (await reader.ListAsync<AlertChannel>(cancellationToken: token)).ToDictionary(channel => channel.Id);
                IReadOnlyList<Alert> all = await reader.ListAsync<Alert>(cancellationToken: token);
                return (IReadOnlyList<(Alert, AlertChannel?)>)[.. all.Where(alert => alert.NotBefore <= now).Select(alert => (alert, channels.GetValueOrDefault(alert.ChannelId)))];
            },
            cancellationToken);
    }

    /// <summary>Takes a message to deliver it; one whose deliverer dies comes up again after a while.</summary>
    /// <returns>False when somebody else has it.</returns>
    public Task<bool> ClaimAsync(Alert alert, CancellationToken cancellationToken) => ChangeAsync(
        alert, present => present with { NotBefore = time.GetUtcNow() + ClaimTime }, cancellationToken, onlyVersion: alert.Version);

    public Task DeliveredAsync(Alert alert, CancellationToken cancellationToken) => ChangeAsync(alert, _ => null, cancellationToken);

    /// <summary>It is tried again later, at growing distances, until it is too old.</summary>
    public Task FailedAsync(Alert alert, string error, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        double factor = Math.Pow(2, Math.Min(alert.Attempts, 16));
        TimeSpan pause = FirstPause * factor < LongestPause ? FirstPause * factor : LongestPause;
        return ChangeAsync(
            alert,
            present => now - present.At > Lifetime ? null : present with { Attempts = present.Attempts + 1, LastError = error, NotBefore = now + pause },
            cancellationToken);
    }

    private Task<int> SeeAsync(VMHealth health, AlertTiming timing, CancellationToken cancellationToken) => catalog.TransactAsync(
        async (transaction, token) =>
        {
            AlertState present = await transaction.FindAsync<AlertState>(health.VM.Id, token) ?? new AlertState { Id = health.VM.Id };
            DateTimeOffset now = time.GetUtcNow();
            (AlertState next, AlertReason? reason) = present.See(health.Health.State, now, timing);
            if (next != present) await (next.Version == 0 ? transaction.InsertAsync(next, token) : transaction.UpdateAsync(next, token));
            if (reason is not { } told) return 0;
            int queued = 0;
            foreach (AlertChannel channel in await transaction.ListAsync<AlertChannel>(cancellationToken: token))
            {
                if (!channel.Enabled || (next.Told < channel.MinimumState && present.Told < channel.MinimumState)) continue;
                IReadOnlyList<Alert> waiting = await transaction.ListAsync<Alert>(channel.Id, cancellationToken: token);
                foreach (Alert oldest in waiting.Take(waiting.Count - MaximumWaiting + 1)) await transaction.DeleteAsync(oldest, token);
                await transaction.InsertAsync(Message(channel, health, present.Told, told, now), token);
                queued++;
            }

            return queued;
        },
        cancellationToken);

    private static Alert Message(AlertChannel channel, VMHealth health, HealthState before, AlertReason reason, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now).ToString(),
        ChannelId = channel.Id,
        Reason = reason,
        At = now,
        NotBefore = now,
        VMId = health.VM.Id,
        VMName = health.VM.Name,
        GroupName = health.Group.Name,
        Health = health.Health.State,
        Before = before,
        Details = health.Health.Reasons,
        RpoAge = health.Health.RpoAge,
    };

    private Task ForgetAsync(string vmId, CancellationToken cancellationToken) => catalog.TransactAsync(
        async (transaction, token) =>
        {
            if (await transaction.FindAsync<AlertState>(vmId, token) is { } state) await transaction.DeleteAsync(state, token);
            return true;
        },
        cancellationToken);

    private async Task<bool> ChangeAsync(Alert alert, Func<Alert, Alert?> change, CancellationToken cancellationToken, long? onlyVersion = null)
    {
        try
        {
            return await catalog.TransactAsync(
                async (transaction, token) =>
                {
                    if (await transaction.FindAsync<Alert>(alert.Id, token) is not { } present || (onlyVersion is { } version && present.Version != version)) return false;
                    if (change(present) is { } changed) await transaction.UpdateAsync(changed, token);
                    else await transaction.DeleteAsync(present, token);
                    return true;
                },
                cancellationToken);
        }
        catch (CatalogException conflict) when (conflict.ErrorId == "CatalogConflict")
        {
            // Another agent of the same catalog has just done as much.
            return false;
        }
    }
}
