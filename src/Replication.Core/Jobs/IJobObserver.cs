namespace Replication.Core.Jobs;

/// <summary>
/// Told of every entry into the journal, after it is durable. The command line shows steps with it; crash tests end
/// their own process in it.
/// </summary>
public interface IJobObserver
{
    void OnStep(string jobId, string step, StepState state);
}
