using Replication.Core.Snapshots;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>A reader with several users; the last one closes it.</summary>
internal sealed class SharedReader(ISnapshotReader reader, DateTimeOffset openedAt) : IAsyncDisposable
{
    private int _users = 1;

    public ISnapshotReader Reader => reader;

    public DateTimeOffset OpenedAt => openedAt;

    public bool TryShare()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users) return true;
            users = seen;
        }

        return false;
    }

    public ValueTask DisposeAsync() => Interlocked.Decrement(ref _users) == 0 ? reader.DisposeAsync() : ValueTask.CompletedTask;
}
