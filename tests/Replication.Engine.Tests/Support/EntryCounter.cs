using Replication.Core.Jobs;

namespace Replication.Engine.Tests.Support;

public sealed class EntryCounter : IJobObserver
{
    public List<string> Entries { get; } = [];

    public void OnStep(string jobId, string step, StepState state) => Entries.Add($"{step} {state}");
}
