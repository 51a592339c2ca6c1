using Microsoft.Extensions.Logging;
using Replication.Core.Errors;

namespace Replication.Remote.Sites;

/// <summary>What a server holds open for this side, by an id that this side chose; closed with the last of its images.</summary>
internal sealed class RemoteSession(MachineCalls calls, ILogger log, int images)
{
    private int _held = images;

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public Task CheckAsync(CancellationToken cancellationToken) => calls.CheckSessionAsync(Id, cancellationToken);

    public async ValueTask ReleaseAsync()
    {
        if (Interlocked.Decrement(ref _held) == 0) await CloseAsync();
    }

    /// <summary>A server that is gone closes it by itself when nobody comes: that must not hide how the work with it ended.</summary>
    public async ValueTask CloseAsync()
    {
        try
        {
            await calls.CloseSessionAsync(Id, CancellationToken.None);
        }
        catch (ReplicationException error)
        {
            log.LogWarning("The server keeps a capture open for a while: {Error}", error.Message);
        }
    }
}
