namespace Replication.Core.Rules.Failback.Facts;

/// <summary>The server at home that knows the protected machines.</summary>
public sealed record ConfigurationServer
{
    public required string Name { get; init; }

    public bool? Connected { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>Address it has now.</summary>
    public string? Address { get; init; }

    /// <summary>Address it had before it was restored; null when it was not restored.</summary>
    public string? FormerAddress { get; init; }

    public IReadOnlyList<ServerNic>? Nics { get; init; }

    /// <summary>Ids of the machines in its database.</summary>
    public IReadOnlyList<string>? Machines { get; init; }

    /// <summary>The failback policy that is associated with it; null when there is none.</summary>
    public FailbackPolicyValues? FailbackPolicy { get; init; }
}
