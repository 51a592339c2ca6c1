namespace Replication.Agent.Tests.Monitoring;

/// <summary>A clock that a test moves.</summary>
internal sealed class TestClock : TimeProvider
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Noon;

    public override DateTimeOffset GetUtcNow() => Now;
}
