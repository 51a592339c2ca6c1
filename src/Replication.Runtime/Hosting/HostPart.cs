namespace Replication.Runtime.Hosting;

/// <summary>One of the things that an agent does beside jobs and mounts.</summary>
/// <param name="Name">Of the part.</param>
/// <param name="State">Whether it runs.</param>
/// <param name="Since">Since when it is in this state, UTC.</param>
/// <param name="Failures">Times it has failed.</param>
/// <param name="Error">What it failed with last; null when it never did.</param>
public sealed record HostPart(string Name, HostPartState State, DateTimeOffset Since, int Failures = 0, string? Error = null);
