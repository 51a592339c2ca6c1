using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Sites.Remote;

namespace Replication.Agent.Server.ReplicationV1.Machines;

/// <summary>Disks that are held open between requests.</summary>
/// <param name="document">As its client was told.</param>
/// <param name="images">Captures; empty for a single disk.</param>
/// <param name="views">By image and disk.</param>
internal sealed class DiskSession(SessionDocument document, IReadOnlyList<IMachineImage> images, IReadOnlyList<IReadOnlyList<IDiskView>> views) : IAsyncDisposable
{
    private int _users;
    private bool _closed;

    public SessionDocument Document => document;

    public IReadOnlyList<IMachineImage> Images => images;

    public DateTimeOffset LastUsed { get; private set; }

    public bool IsIdle => Volatile.Read(ref _users) == 0;

    /// <summary>Null where there is none.</summary>
    public IDiskView? ViewOf(int image, int disk) => image >= 0 && image < views.Count && disk >= 0 && disk < views[image].Count ? views[image][disk] : null;

    public void Enter(DateTimeOffset now)
    {
        Interlocked.Increment(ref _users);
        LastUsed = now;
    }

    public void Leave(DateTimeOffset now)
    {
        LastUsed = now;
        Interlocked.Decrement(ref _users);
    }

    public async ValueTask DisposeAsync()
    {
        if (_closed) return;
        _closed = true;
        foreach (IMachineImage image in images) await image.DisposeAsync();
        // A capture's views are the image's own.
        if (images.Count == 0) await views[0][0].DisposeAsync();
    }
}
