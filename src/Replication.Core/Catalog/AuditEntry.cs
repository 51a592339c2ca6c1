namespace Replication.Core.Catalog;

/// <summary>Who did what, when, to which object, and how it ended. Append-only.</summary>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Verb, string Target, string Outcome, string? Detail = null);
