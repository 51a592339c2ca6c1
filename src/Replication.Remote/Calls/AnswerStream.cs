using Replication.Core.Streams;

namespace Replication.Remote.Calls;

/// <summary>An answer as a stream, for readers of text.</summary>
internal sealed class AnswerStream(RemoteAnswer answer) : ReadOnlyStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => answer.ReadAsync(buffer);
}
