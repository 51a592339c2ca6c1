using Replication.Core.Alerts;
using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Health;

namespace Replication.Core.Service;

/// <summary>Who is told of changes of health, and what waits to be told (docs/health.md).</summary>
public sealed class AlertCatalog(EngineServices services, string actor)
{
    public AlertQueue Queue { get; } = new(services.Catalog, services.Time);

    public Task<IReadOnlyList<AlertChannel>> ListAsync(CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync((reader, token) => reader.ListAsync<AlertChannel>(cancellationToken: token), cancellationToken);

    /// <exception cref="ReplicationException">AlertChannelNotFound</exception>
    public async Task<AlertChannel> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await services.Catalog.ReadAsync((reader, token) => reader.FindByNameAsync<AlertChannel>(name, cancellationToken: token), cancellationToken)
        ?? throw new ReplicationException("AlertChannelNotFound", $"Alert channel {name}", "There is no such channel.", nextStep: "List them (replication alerts show).");

    public Task<IReadOnlyList<Alert>> WaitingAsync(CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync((reader, token) => reader.ListAsync<Alert>(cancellationToken: token), cancellationToken);

    /// <summary>Makes a channel, or changes the one of this name.</summary>
    /// <exception cref="ReplicationException">AlertChannelInvalid</exception>
    public Task<AlertChannel> SetAsync(AlertChannel channel, CancellationToken cancellationToken = default)
    {
        AlertChannelRules.Validate(channel);
        return services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.AppendAuditAsync(new AuditEntry(services.Time.GetUtcNow(), actor, "SetAlertChannel", channel.Name, "Succeeded"), token);
                return await transaction.FindByNameAsync<AlertChannel>(channel.Name, cancellationToken: token) is { } present
                    ? await transaction.UpdateAsync(channel with { Id = present.Id, Version = present.Version }, token)
                    : await transaction.InsertAsync(channel, token);
            },
            cancellationToken);
    }

    /// <summary>With everything that waits for it.</summary>
    public Task RemoveAsync(AlertChannel channel, CancellationToken cancellationToken = default) => services.Catalog.TransactAsync(
        async (transaction, token) =>
        {
            foreach (Alert alert in await transaction.ListAsync<Alert>(channel.Id, cancellationToken: token)) await transaction.DeleteAsync(alert, token);
            if (await transaction.FindAsync<AlertChannel>(channel.Id, token) is { } present) await transaction.DeleteAsync(present, token);
            await transaction.AppendAuditAsync(new AuditEntry(services.Time.GetUtcNow(), actor, "RemoveAlertChannel", channel.Name, "Succeeded"), token);
            return true;
        },
        cancellationToken);

    /// <summary>A message that shows whether a channel works.</summary>
    public Alert Sample(AlertChannel channel) => new()
    {
        Id = Guid.CreateVersion7(services.Time.GetUtcNow()).ToString(),
        ChannelId = channel.Id,
        Reason = AlertReason.Test,
        At = services.Time.GetUtcNow(),
        VMName = "-",
        GroupName = "-",
        Health = HealthState.Normal,
        Before = HealthState.Normal,
        Details = [$"{actor} tries out alert channel {channel.Name}."],
    };
}
