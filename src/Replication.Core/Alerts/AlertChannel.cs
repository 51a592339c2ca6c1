using Replication.Core.Catalog;

namespace Replication.Core.Alerts;

/// <summary>Ways to tell somebody.</summary>
public enum AlertChannelKind
{
    Unknown,

    /// <summary>POST of a JSON document.</summary>
    Webhook,

    /// <summary>SMTP.</summary>
    Email,

    /// <summary>journald on Linux, the application log on Windows.</summary>
    SystemLog,
}

/// <summary>Who is told, and how. Secrets are in files that are named here; what is in them never comes near the catalog.</summary>
public sealed record AlertChannel : ICatalogEntity
{
    public static string Kind => "alert_channels";

    public static bool NameIsUnique => true;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required AlertChannelKind ChannelKind { get; init; }

    /// <summary>Webhook: address. E-mail: smtp://host:port, or smtps:// for TLS from the first byte.</summary>
    public string? Address { get; init; }

    /// <summary>File with the secret: the webhook's HMAC key, or the password of the SMTP account; null for none.</summary>
    public string? SecretFile { get; init; }

    /// <summary>E-mail: account at the server; null to send without.</summary>
    public string? UserName { get; init; }

    /// <summary>E-mail: address of the sender.</summary>
    public string? From { get; init; }

    /// <summary>E-mail: addresses of the receivers.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>A channel that is off keeps its settings and is told nothing.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Only from this state on; a recovery is told where the trouble was.</summary>
    public Health.HealthState MinimumState { get; init; } = Health.HealthState.Warning;

    public string? OwnerId => null;

    public string? State => ChannelKind.ToString();

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}
