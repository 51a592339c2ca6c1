using System.Diagnostics;
using Replication.Core.Jobs;
using Replication.Core.Transfer;

namespace Replication.CrashHost;

/// <summary>Ends its own process with SIGKILL at the n-th journal entry or progress report: nothing is flushed, no handler runs.</summary>
public sealed class SelfKiller(int count) : IJobObserver, IProgress<TransferProgress>
{
    private int _seen;

    public void OnStep(string jobId, string step, StepState state) => CountDown();

    public void Report(TransferProgress value) => CountDown();

    private void CountDown()
    {
        if (Interlocked.Increment(ref _seen) == count) Process.GetCurrentProcess().Kill();
    }
}
