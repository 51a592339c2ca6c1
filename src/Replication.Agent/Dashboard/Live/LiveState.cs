namespace Replication.Agent.Dashboard.Live;

/// <summary>What is going on at one time.</summary>
/// <param name="Version">Another one whenever a page could look different; never one of another life of the dashboard.</param>
/// <param name="Jobs">That run.</param>
internal sealed record LiveState(string Version, IReadOnlyList<LiveJob> Jobs);
