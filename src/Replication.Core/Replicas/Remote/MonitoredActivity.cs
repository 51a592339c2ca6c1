namespace Replication.Core.Replicas.Remote;

/// <summary>What one primary has done in the monitoring interval of a replica server.</summary>
/// <param name="Since">Begin of the interval, UTC. A server that listens for less has counted since then.</param>
/// <param name="Requests">Requests that were let in.</param>
/// <param name="ReceivedBytes">Bodies of its requests, as they came over the wire.</param>
/// <param name="SentBytes">Bodies of the answers.</param>
/// <param name="LastReceived">When data came last, UTC, also in an earlier interval; null when none has come since the server listens.</param>
public sealed record MonitoredActivity(DateTimeOffset Since, long Requests, long ReceivedBytes, long SentBytes, DateTimeOffset? LastReceived);
