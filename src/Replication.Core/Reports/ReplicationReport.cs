using Replication.Core.Evidence;
using Replication.Core.Health;
using Replication.Core.RecoveryPoints;

namespace Replication.Core.Reports;

/// <summary>What an auditor asks for: points, achieved RPO, violations, drills and the evidence of them, at one time.</summary>
/// <param name="At">When it was made, UTC.</param>
/// <param name="VMs">By group and name.</param>
public sealed record ReplicationReport(DateTimeOffset At, IReadOnlyList<ReportedVM> VMs);

/// <param name="Name">Of the VM.</param>
/// <param name="Id">Of the VM.</param>
/// <param name="Group">Name of its group.</param>
/// <param name="State">Replication state.</param>
/// <param name="Health">Null where the destination could not be read.</param>
/// <param name="Problem">Why it could not.</param>
/// <param name="Points">At the replica site, oldest first.</param>
/// <param name="Drills">Test failovers, boot checks and failovers, as the evidence has them.</param>
/// <param name="Evidence">Its chain, without the entries.</param>
public sealed record ReportedVM(
    string Name, string Id, string Group, string State, ReplicationHealth? Health, string? Problem, IReadOnlyList<ReportedPoint> Points,
    IReadOnlyList<ReportedDrill> Drills, ReportedEvidence? Evidence);

public sealed record ReportedPoint(
    string Id, DateTimeOffset SourceTime, DateTimeOffset AcceptedTime, TimeSpan Latency, Consistency Consistency, Verification Verification, bool? Booted, bool Pinned,
    long BytesSent);

public sealed record ReportedDrill(DateTimeOffset At, EvidenceKind Kind, string? PointId, string Outcome);

/// <param name="Entries">Number of entries.</param>
/// <param name="Head">Hash of the last one.</param>
/// <param name="Keys">Ids of the keys that signed.</param>
/// <param name="Findings">What is wrong with it; empty when nothing is.</param>
public sealed record ReportedEvidence(int Entries, string? Head, IReadOnlyList<string> Keys, IReadOnlyList<EvidenceFinding> Findings);
