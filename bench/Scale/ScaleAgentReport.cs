namespace Replication.Bench.Scale;

/// <summary>What one agent tells of the measured time.</summary>
/// <param name="LagsMilliseconds">From the instant at which a machine was due to that at which its job began, each job once.</param>
/// <param name="Failed">Jobs that did not succeed, with the error of one.</param>
/// <param name="CpuSeconds">Of the agent's process.</param>
internal sealed record ScaleAgentReport(IReadOnlyList<int> LagsMilliseconds, IReadOnlyList<string> Failed, double CpuSeconds);
