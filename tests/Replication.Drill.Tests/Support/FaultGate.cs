using Replication.Agent.Server.Faults;

namespace Replication.Drill.Tests.Support;

/// <summary>
/// Lets faults through only while a verb runs: what the test itself asks the services is neither counted nor disturbed.
/// </summary>
internal sealed class FaultGate : IFaultInjector
{
    private volatile FaultPlan _plan = new([]);
    private volatile bool _open;

    public FaultPlan Plan
    {
        get => _plan;
        set => _plan = value;
    }

    public void Open() => _open = true;

    public void Close() => _open = false;

    public Fault? Next(string service, string operation, string? resource) => _open ? _plan.Next(service, operation, resource) : null;

    public void NoteCreated(string resource) => _plan.NoteCreated(resource);
}
