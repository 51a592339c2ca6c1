namespace Replication.Core.Rules.Failback.Facts;

/// <summary>Whether a TCP port answered; null when nobody tried.</summary>
public sealed record PortProbe(string From, string To, int Port, bool? Open);
