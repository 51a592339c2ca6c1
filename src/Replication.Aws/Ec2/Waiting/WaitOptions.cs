namespace Replication.Aws.Ec2.Waiting;

/// <summary>How patiently a state is waited for.</summary>
public sealed record WaitOptions
{
    /// <summary>Enough for instances, network interfaces and volumes; a snapshot's time depends on its data.</summary>
    public static readonly WaitOptions Default = new() { Timeout = TimeSpan.FromMinutes(10) };

    public required TimeSpan Timeout { get; init; }

    /// <summary>Most states arrive within seconds, so the first looks come quickly.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What describing costs of the account's request quota matters more than the last seconds of a long wait.</summary>
    public TimeSpan MaximumDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long after a creation the service may still answer that there is no such resource.</summary>
    public TimeSpan NotFoundGrace { get; init; } = TimeSpan.FromMinutes(2);
}
