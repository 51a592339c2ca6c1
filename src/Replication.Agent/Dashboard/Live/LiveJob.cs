namespace Replication.Agent.Dashboard.Live;

/// <summary>A running job as pages show it.</summary>
/// <param name="Id">Of the job.</param>
/// <param name="Percent">How far it is; null where nobody can say.</param>
/// <param name="Text">What it does, how much is done and how much time is left.</param>
internal sealed record LiveJob(string Id, int? Percent, string Text);
