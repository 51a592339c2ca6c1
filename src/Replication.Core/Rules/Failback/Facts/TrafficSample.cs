namespace Replication.Core.Rules.Failback.Facts;

/// <summary>Bytes that went from one server or machine to another while the data replicated.</summary>
public sealed record TrafficSample(string From, string To, long Bytes);
