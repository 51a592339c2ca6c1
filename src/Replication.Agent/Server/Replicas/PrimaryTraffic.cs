using Replication.Agent.Server.Hosting;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Remote;

namespace Replication.Agent.Server.Replicas;

/// <summary>Counts what one primary does, and holds it to the rates of its group and of the server.</summary>
internal sealed class PrimaryTraffic(ReplicaTraffic server, GroupLimits group, ReplicaTenant tenant, ReplicaAuthentication authentication, bool encrypted) : ICallerTraffic
{
    private readonly IntervalTraffic _interval = new(server);
    private long _requests;
    private long _received;
    private long _sent;
    private long _lastSeen;

    public PrimaryActivity Activity => new(
        tenant.Primary, tenant.TrustGroup, authentication, encrypted, Interlocked.Read(ref _requests), Interlocked.Read(ref _received), Interlocked.Read(ref _sent),
        new DateTimeOffset(Interlocked.Read(ref _lastSeen), TimeSpan.Zero))
    {
        Monitored = _interval.Read(),
    };

    public bool TryEnter()
    {
        if (!group.Requests.TryEnter()) return false;
        Interlocked.Increment(ref _requests);
        _interval.AddRequest();
        Interlocked.Exchange(ref _lastSeen, server.Now.UtcTicks);
        return true;
    }

    public void Exit() => group.Requests.Exit();

    public ValueTask ReceivedAsync(int bytes, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _received, bytes);
        _interval.AddReceived(bytes);
        return PayAsync(bytes, cancellationToken);
    }

    public ValueTask SendingAsync(int bytes, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _sent, bytes);
        _interval.AddSent(bytes);
        return PayAsync(bytes, cancellationToken);
    }

    private async ValueTask PayAsync(int bytes, CancellationToken cancellationToken)
    {
        if (group.Rate is { } own) await own.TakeAsync(bytes, cancellationToken);
        if (server.Rate is { } shared) await shared.TakeAsync(bytes, cancellationToken);
    }
}
