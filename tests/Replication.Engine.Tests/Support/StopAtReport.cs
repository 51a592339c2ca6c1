using Replication.Core.Transfer;

namespace Replication.Engine.Tests.Support;

/// <summary>Asks for a stop at the n-th progress report and remembers what had been sent by then.</summary>
public sealed class StopAtReport(CancellationTokenSource stop, int report) : IProgress<TransferProgress>
{
    private int _seen;

    public long Sent { get; private set; }

    public void Report(TransferProgress value)
    {
        if (++_seen != report) return;
        Sent = value.BytesSent;
        stop.Cancel();
    }
}
