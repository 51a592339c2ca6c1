namespace Replication.Agent.Server.ReplicationV1.Machines;

/// <summary>A request that works with a session, which is not idle meanwhile.</summary>
internal readonly struct SessionUse(DiskSession session, TimeProvider time) : IDisposable
{
    public DiskSession Session => session;

    public void Dispose() => session.Leave(time.GetUtcNow());
}
