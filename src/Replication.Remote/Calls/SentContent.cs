using System.Net;

namespace Replication.Remote.Calls;

/// <summary>The body of a request, sent in pieces so that a slow link is told from a dead one.</summary>
internal sealed class SentContent(ReadOnlyMemory<byte> body, StallGuard guard, WireTraffic traffic) : HttpContent
{
    private const int Piece = 64 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, guard.Token);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        for (int at = 0; at < body.Length; at += Piece)
        {
            ReadOnlyMemory<byte> piece = body.Slice(at, Math.Min(Piece, body.Length - at));
            await stream.WriteAsync(piece, cancellationToken);
            guard.Moved();
            traffic.AddSent(piece.Length);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
