using Replication.Agent.Server.Hosting;
using Replication.Core.Streams;

namespace Replication.Agent.Server.Payloads;

/// <summary>A request's body; what is read of it counts for its sender, and is slowed down to the sender's rate, once the sender is known.</summary>
internal sealed class MeteredBody(Stream body) : ReadOnlyStream
{
    /// <summary>Set as soon as somebody was let in; nobody is read much of before.</summary>
    public ICallerTraffic? Traffic { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await body.ReadAsync(buffer, cancellationToken);
        if (Traffic is { } traffic && read > 0) await traffic.ReceivedAsync(read, cancellationToken);
        return read;
    }
}
