namespace Replication.Remote.Calls;

/// <summary>Bytes of bodies as they travelled, repetitions included; headers and TLS are not counted.</summary>
public sealed class WireTraffic
{
    private long _sent;
    private long _received;

    public long BytesSent => Interlocked.Read(ref _sent);

    public long BytesReceived => Interlocked.Read(ref _received);

    internal void AddSent(long bytes) => Interlocked.Add(ref _sent, bytes);

    internal void AddReceived(long bytes) => Interlocked.Add(ref _received, bytes);
}
