namespace Replication.Agent.Drill;

/// <param name="Name">What was done.</param>
/// <param name="BytesRead">Bytes read from the source.</param>
/// <param name="BytesSent">Bytes that travelled to the other site.</param>
/// <param name="Seconds">How long the verb took, without the drill's own checks.</param>
/// <param name="Verified">Whether every disk that the step made or changed holds what was recorded.</param>
internal sealed record DrillStep(string Name, long BytesRead, long BytesSent, double Seconds, bool Verified);

internal sealed record DrillReport(bool Verified, IReadOnlyList<DrillStep> Steps);
