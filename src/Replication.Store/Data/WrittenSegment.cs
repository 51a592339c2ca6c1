using Replication.Store.Files;

namespace Replication.Store.Data;

/// <summary>A segment that takes data, with the number of writes under way in it.</summary>
internal sealed class WrittenSegment(uint number, IStoreFile file)
{
    private int _writers;

    public uint Number => number;

    public IStoreFile File => file;

    public bool IsQuiet => Volatile.Read(ref _writers) == 0;

    public void Enter() => Interlocked.Increment(ref _writers);

    public void Release() => Interlocked.Decrement(ref _writers);
}
