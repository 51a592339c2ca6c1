using Replication.Core.RecoveryPoints;

namespace Replication.Core.Protection;

/// <summary>Parameters of Replicate and Resynchronize.</summary>
public sealed record ReplicateParameters
{
    /// <summary>Copies at the destination to start from, by VM id.</summary>
    public IReadOnlyDictionary<string, SeedSource> Seeds { get; init; } = new Dictionary<string, SeedSource>();
}

/// <summary>Result: one entry per VM.</summary>
public sealed record ReplicateResult(IReadOnlyList<ReplicatedMachineResult> Machines, string? GroupPointId);

public sealed record ReplicatedMachineResult(
    string VmId, string VmName, string? PointId, bool Initial, long BytesRead, long BytesSent, long BytesSeeded, string? ErrorId, string? Error);
