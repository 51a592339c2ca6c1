using Replication.Core.Streams;

namespace Replication.Agent.Server.Faults;

/// <summary>Takes an answer and lets at most so many bytes of it through.</summary>
internal sealed class BrokenResponseBody(Stream next, long allowed) : WriteOnlyStream
{
    private long _left = allowed;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = (int)Math.Min(_left, buffer.Length);
        _left -= count;
        if (count == 0) return;
        await next.WriteAsync(buffer[..count], cancellationToken);
        await next.FlushAsync(cancellationToken);
    }

    /// <summary>What may pass was flushed when it was written.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
