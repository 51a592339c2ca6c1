namespace Replication.Aws.Ec2.Waiting;

/// <summary>What a description says about the wanted state.</summary>
/// <param name="Verdict">Whether to go on waiting.</param>
/// <param name="State">As the service calls it, for the error text.</param>
/// <param name="Reason">Why the service says it came to that state.</param>
public readonly record struct Observation(WaitVerdict Verdict, string State, string? Reason = null)
{
    public override string ToString() => Reason is { Length: > 0 } ? $"{State} ({Reason})" : State;
}
