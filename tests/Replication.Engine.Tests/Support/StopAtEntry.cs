using Replication.Core.Jobs;

namespace Replication.Engine.Tests.Support;

/// <summary>Asks for a stop when a step with this beginning is done or, for a failing test to say so, never.</summary>
public sealed class StopAtEntry(string step) : IJobObserver
{
    private readonly CancellationTokenSource _stop = new();

    public CancellationToken Token => _stop.Token;

    public void OnStep(string jobId, string name, StepState state)
    {
        if (state == StepState.Done && name.StartsWith(step, StringComparison.Ordinal)) _stop.Cancel();
    }
}
