namespace Replication.Agent.Server.Faults;

/// <summary>What goes wrong with one operation.</summary>
public sealed record Fault
{
    /// <summary>Time the answer is held back, before the operation has any effect.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Answer with this error instead of the operation.</summary>
    public Errors.ServiceError? Error { get; init; }

    public ConnectionDrop Drop { get; init; }

    /// <summary>A listing answers with an empty page and a token to go on.</summary>
    public bool EmptyPage { get; init; }
}
