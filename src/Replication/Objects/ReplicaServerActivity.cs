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

    public override string ToString() => PrimaryServer;
}
