using Replication.Agent.Server.Hosting;

namespace Replication.Agent.Server.Payloads;

/// <summary>An answer's body at the rate of whom it goes to.</summary>
internal sealed class MeteredAnswer(Stream body, ICallerTraffic traffic) : Stream
{
    /// <summary>A long answer is paid for in pieces, so that it does not go out at once after a long wait.</summary>
    private const int PieceLength = 64 * 1024;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

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

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => body.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException("Answers are written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are written asynchronously.");
}
