namespace Replication.Core.Replicas.Remote;

/// <summary>What one primary has done at a replica server since it listens.</summary>
/// <param name="Primary">Full name.</param>
/// <param name="TrustGroup">With whom it shares.</param>
/// <param name="Authentication">How it proved who it is, the last time.</param>
/// <param name="Encrypted">Whether that was over TLS.</param>
/// <param name="Requests">Requests that were let in.</param>
/// <param name="ReceivedBytes">Bodies of its requests, as they came over the wire.</param>
/// <param name="SentBytes">Bodies of the answers.</param>
/// <param name="LastSeen">Its last request, UTC.</param>
public sealed record PrimaryActivity(
    string Primary, string TrustGroup, ReplicaAuthentication Authentication, bool Encrypted, long Requests, long ReceivedBytes, long SentBytes, DateTimeOffset LastSeen)
{
    /// <summary>The part of it in the present monitoring interval; null of a server that does not tell.</summary>
    public MonitoredActivity? Monitored { get; init; }
}
