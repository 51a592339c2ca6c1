namespace Replication.Agent.Server.EbsDirect;

/// <summary>Numbers and account settings of the EBS service.</summary>
public sealed record EbsOptions
{
    /// <summary>How long block and page tokens are good.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Pending snapshots that an account may have, as AWS's default quota.</summary>
    public int MaxPendingSnapshots { get; init; } = 100;

    /// <summary>Given region and account, the KMS key that new snapshots are encrypted with by default; null while that setting is off.</summary>
    public Func<string, string, string?> DefaultEncryptionKey { get; init; } = static (_, _) => null;
}
