namespace Replication.Agent.Ec2.State;

/// <summary>
/// A state that may be on its way into another. The passage is a matter of the clock alone: nothing has to run for it
/// to happen, and a server that was stopped meanwhile finds it done.
/// </summary>
internal sealed record Lifecycle(string State, string? Next = null, DateTimeOffset? Until = null)
{
    public string At(DateTimeOffset now) => Next is not null && now >= Until ? Next : State;
}
