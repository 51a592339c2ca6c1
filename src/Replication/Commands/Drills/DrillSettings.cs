namespace Replication.Commands.Drills;

/// <summary>What a drill file is written with; whoever runs it can give other values.</summary>
/// <param name="GroupName">The group that is drilled.</param>
/// <param name="RecoveryPoints">Ids of points or of group points; none for the newest.</param>
/// <param name="CheckPaths">Scripts that check a test machine, relative to the drill file where they can be.</param>
/// <param name="RpoThreshold">Oldest that what is recovered may be.</param>
/// <param name="RtoThreshold">Longest from start to passed checks; null where it is only measured.</param>
/// <param name="Workspace">Folder of the workspace; null for the one of whoever runs the drill.</param>
internal sealed record DrillSettings(
    string GroupName,
    IReadOnlyList<string> RecoveryPoints,
    IReadOnlyList<string> CheckPaths,
    TimeSpan RpoThreshold,
    TimeSpan? RtoThreshold,
    string? Workspace);
