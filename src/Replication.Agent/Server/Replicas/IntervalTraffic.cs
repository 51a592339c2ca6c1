using Replication.Core.Replicas.Remote;

namespace Replication.Agent.Server.Replicas;

/// <summary>What one primary did in the server's present monitoring interval, and when data came last.</summary>
internal sealed class IntervalTraffic(ReplicaTraffic server)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _start;
    private long _requests;
    private long _received;
    private long _sent;
    private DateTimeOffset? _lastReceived;

    public void AddRequest()
    {
        lock (_gate)
        {
            Turn();
            _requests++;
        }
    }

    public void AddReceived(int bytes)
    {
        lock (_gate)
        {
            Turn();
            _received += bytes;
            _lastReceived = server.Now;
        }
    }

    public void AddSent(int bytes)
    {
        lock (_gate)
        {
            Turn();
            _sent += bytes;
        }
    }

    public MonitoredActivity Read()
    {
        lock (_gate)
        {
            Turn();
            return new MonitoredActivity(_start, _requests, _received, _sent, _lastReceived);
        }
    }

    /// <summary>A new interval begins at nothing.</summary>
    private void Turn()
    {
        DateTimeOffset start = server.MonitoringStart;
        if (start == _start) return;
        (_start, _requests, _received, _sent) = (start, 0, 0, 0);
    }
}
