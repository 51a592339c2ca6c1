namespace Replication.Agent.Server.EbsDirect;

/// <summary>A pending snapshot that is being written. Owner and timeout are null where it was not started over this protocol.</summary>
internal sealed class PendingEntry(string? ownerId, TimeSpan? timeout, DateTimeOffset lastPut)
{
    private long _lastPut = lastPut.UtcTicks;

    public string? OwnerId => ownerId;

    public TimeSpan? Timeout => timeout;

    public DateTimeOffset LastPut
    {
        get => new(Volatile.Read(ref _lastPut), TimeSpan.Zero);
        set => Volatile.Write(ref _lastPut, value.UtcTicks);
    }
}
