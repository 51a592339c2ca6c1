using Replication.Agent.Server.Hosting;
using Replication.Core.Streams;

namespace Replication.Agent.Server.Payloads;

/// <summary>An answer's body at the rate of whom it goes to.</summary>
internal sealed class MeteredAnswer(Stream body, ICallerTraffic traffic) : WriteOnlyStream
{
    /// <summary>A long answer is paid for in pieces, so that it does not go out at once after a long wait.</summary>
    private const int PieceLength = 64 * 1024;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            ReadOnlyMemory<byte> piece = buffer[..Math.Min(PieceLength, buffer.Length)];
            buffer = buffer[piece.Length..];
            await traffic.SendingAsync(piece.Length, cancellationToken);
            await body.WriteAsync(piece, cancellationToken);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => body.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException("Answers are written asynchronously.");
}
