using System.Buffers;
using System.Runtime.CompilerServices;
using Replication.Core.Snapshots;
using Replication.Remote.Calls;

namespace Replication.Remote.Snapshots;

/// <summary>
/// Lists of block records, which may be gigabytes long. A list that breaks off is asked for again from behind the last record; nothing is given out twice,
/// and its end is believed only when the answer has ended as a whole.
/// </summary>
/// <param name="connection">Where.</param>
/// <param name="call">The call for a list from a block index on.</param>
/// <param name="size">Bytes of a record; its first eight are the block index.</param>
internal sealed class RecordList(RemoteConnection connection, Func<long, RemoteCall> call, int size)
{
    private const int RecordsAtOnce = 2048;

    public async IAsyncEnumerable<T> ReadAsync<T>(Func<ReadOnlyMemory<byte>, T> parse, long start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(RecordsAtOnce * size);
        RemoteAnswer? answer = null;
        try
        {
            long next = start;
            RemoteCall current = call(next);
            var repetition = new Repetition(connection, current);
            while (true)
            {
                int length = 0;
                try
                {
                    answer ??= await connection.SendAsync(current, cancellationToken);
                    length = await answer.FillAsync(buffer.AsMemory(0, RecordsAtOnce * size));
                    if (length % size != 0) throw new InvalidDataException($"The list is not made of records of {size} bytes.");
                }
                catch (Exception error)
                {
                    if (answer is not null) await answer.DisposeAsync();
                    answer = null;
                    await repetition.FailedAsync(error, cancellationToken);
                    current = call(next);
                    continue;
                }

                repetition.Progressed();
                for (int at = 0; at < length; at += size)
                {
                    long index = System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(at));
                    // A list that cannot begin in the middle begins anew.
                    if (index < next) continue;
                    next = index + 1;
                    yield return parse(buffer.AsMemory(at, size));
                }

                if (length < RecordsAtOnce * size) yield break;
            }
        }
        finally
        {
            if (answer is not null) await answer.DisposeAsync();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Index and digest.</summary>
    public static SnapshotBlock Single(ReadOnlyMemory<byte> record) => new(Index(record), Digest(record, 0));

    /// <summary>Index, digest before, digest after.</summary>
    public static ChangedBlock Double(ReadOnlyMemory<byte> record) => new(Index(record), Digest(record, 0), Digest(record, 1));

    private static long Index(ReadOnlyMemory<byte> record) => System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(record.Span);

    private static BlockDigest Digest(ReadOnlyMemory<byte> record, int number) => new(record.Span.Slice(sizeof(long) + number * BlockDigest.Size, BlockDigest.Size));
}
