using Replication.Store.Data;
using Replication.Store.Files;

namespace Replication.Store.Pending;

/// <summary>
/// The log of puts into one pending snapshot. Records are appended one write each while the lock is held: a
/// microsecond beside the half millisecond of a put, and it makes "all records before this one were written" true.
/// </summary>
internal sealed class PutLog : IDisposable
{
    private const int ReadRecords = 512;

    private readonly IStoreFile _file;
    private readonly Lock _lock = new();
    private readonly byte[] _record = new byte[PutRecord.Size];
    private long _count;

    private PutLog(IStoreFile file)
    {
        _file = file;
        // A last record that is not whole was never acknowledged; its place is written again.
        _count = file.Length / PutRecord.Size;
    }

    public string Path => _file.Path;

    public long Count => Volatile.Read(ref _count);

    public static PutLog OpenForWriting(IStoreFiles files, string path) => new(files.Open(path, StoreFileAccess.OpenOrCreate));

    /// <summary>Null when nothing was put yet.</summary>
    public static PutLog? OpenForReading(IStoreFiles files, string path)
    {
        try
        {
            return new PutLog(files.Open(path, StoreFileAccess.Read));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void AppendPut(long block, in BlockEntry arrived)
    {
        lock (_lock) Append(PutRecordKind.Put, block, arrived);
    }

    /// <summary>Returns the place of the mark.</summary>
    public long AppendMark(long covered)
    {
        lock (_lock) return Append(PutRecordKind.Mark, covered, default);
    }

    public void Void(long sequence)
    {
        Span<byte> bytes = stackalloc byte[PutRecord.Size];
        new PutRecord(PutRecordKind.Void, sequence, 0, default).WriteTo(bytes);
        _file.Write(sequence * PutRecord.Size, bytes);
    }

    /// <summary>Forgets everything from a record on.</summary>
    public void Truncate(long count)
    {
        lock (_lock)
        {
            _file.SetLength(count * PutRecord.Size);
            _count = count;
        }
    }

    public void Flush() => _file.Flush();

    public PutRecord Read(long sequence)
    {
        Span<byte> bytes = stackalloc byte[PutRecord.Size];
        return _file.Read(sequence * PutRecord.Size, bytes) == PutRecord.Size ? PutRecord.ReadFrom(bytes, sequence) : default;
    }

    /// <summary>The records of a range, whatever their kind; each with its place as sequence even when it is invalid.</summary>
    public IEnumerable<(long Sequence, PutRecord Record)> Scan(long from, long to)
    {
        var buffer = new byte[ReadRecords * PutRecord.Size];
        while (from < to)
        {
            int wanted = (int)Math.Min(ReadRecords, to - from);
            int read = _file.Read(from * PutRecord.Size, buffer.AsSpan(0, wanted * PutRecord.Size)) / PutRecord.Size;
            for (int i = 0; i < wanted; i++)
                yield return (from + i, i < read ? PutRecord.ReadFrom(buffer.AsSpan(i * PutRecord.Size, PutRecord.Size), from + i) : default);
            from += wanted;
        }
    }

    public void Dispose() => _file.Dispose();

    private long Append(PutRecordKind kind, long block, in BlockEntry entry)
    {
        new PutRecord(kind, _count, block, entry).WriteTo(_record);
        _file.Write(_count * PutRecord.Size, _record);
        return _count++;
    }
}
