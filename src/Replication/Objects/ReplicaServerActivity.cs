using Replication.Core.Replicas.Remote;

namespace Replication.Objects;

/// <summary>What one primary did at a replica server since it listens. Bytes are those of the wire.</summary>
public sealed class ReplicaServerActivity
{
    internal ReplicaServerActivity(PrimaryActivity activity)
    {
        PrimaryServer = activity.Primary;
        TrustGroup = activity.TrustGroup;
        AuthenticationType = activity.Authentication.ToString();
        Encrypted = activity.Encrypted;
        Requests = activity.Requests;
        ReceivedBytes = activity.ReceivedBytes;
        SentBytes = activity.SentBytes;
        LastSeen = activity.LastSeen;
        LastReceivedTime = activity.Monitored?.LastReceived;
        MonitoringStartTime = activity.Monitored?.Since;
        MonitoredRequests = activity.Monitored?.Requests ?? 0;
        MonitoredReceivedBytes = activity.Monitored?.ReceivedBytes ?? 0;
        MonitoredSentBytes = activity.Monitored?.SentBytes ?? 0;
    }

    public string PrimaryServer { get; }

    public string TrustGroup { get; }

    public string AuthenticationType { get; }

    /// <summary>Whether it came over TLS.</summary>
    public bool Encrypted { get; }

    public long Requests { get; }

    public long ReceivedBytes { get; }

    public long SentBytes { get; }

    public DateTimeOffset LastSeen { get; }

    /// <summary>When data came last, UTC; null when none has.</summary>
    public DateTimeOffset? LastReceivedTime { get; }

    /// <summary>Begin of the server's monitoring interval, UTC, over which the following are counted.</summary>
    public DateTimeOffset? MonitoringStartTime { get; }

    public long MonitoredRequests { get; }

    public long MonitoredReceivedBytes { get; }

    public long MonitoredSentBytes { get; }

    public override string ToString() => PrimaryServer;
}
