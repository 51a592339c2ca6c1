using Replication.Agent.Server.Faults;

namespace Replication.Remote.Tests.Support;

/// <summary>Cuts a link amid the first call of one operation: the server does what it was asked, and nobody hears of it.</summary>
internal sealed class CuttingFaults(string operation) : IFaultInjector
{
    private int _calls;

    public ShapedLink? Link { get; set; }

    /// <summary>How long the link stays cut.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromMilliseconds(300);

    public bool WasCut => Volatile.Read(ref _calls) > 0;

    public Fault? Next(string service, string called, string? resource)
    {
        if (called != operation || Link is not { } link || Interlocked.Increment(ref _calls) > 1) return null;
        link.Cut();
        _ = HealAsync(link);
        return null;
    }

    public void NoteCreated(string resource)
    {
        // Only calls matter here.
    }

    private async Task HealAsync(ShapedLink link)
    {
        await Task.Delay(Outage, TimeProvider.System);
        link.Heal();
    }
}
