using Replication.Core.Capture;
using Replication.Core.RecoveryPoints;

namespace Replication.Core.Protection;

/// <summary>Parameters of Replicate and Resynchronize.</summary>
public sealed record ReplicateParameters
{
    /// <summary>Copies at the destination to start from, by VM id.</summary>
    public IReadOnlyDictionary<string, SeedSource> Seeds { get; init; } = new Dictionary<string, SeedSource>();

    /// <summary>Whether guests are asked to get ready; null leaves it to the policy.</summary>
    public ApplicationConsistency? Applications { get; init; }
}

/// <param name="Machines">One entry per VM.</param>
/// <param name="GroupPointId">Common point of the machines; null for a single one.</param>
/// <param name="GroupSkew">Time between their captures when machines ran meanwhile; null when the common point is one instant.</param>
public sealed record ReplicateResult(IReadOnlyList<ReplicatedMachineResult> Machines, string? GroupPointId, TimeSpan? GroupSkew = null);

public sealed record ReplicatedMachineResult(
    string VmId, string VmName, string? PointId, bool Initial, long BytesRead, long BytesSent, long BytesSeeded, string? ErrorId, string? Error)
{
    /// <summary>Bytes of blocks that travelled over a network, compressed as they were; null where there is none in between.</summary>
    public long? WireBytes { get; init; }

    /// <summary>Of the new point; null when there is none.</summary>
    public Consistency? Consistency { get; init; }

    /// <summary>Why the point is less than what was preferred.</summary>
    public string? Warning { get; init; }
}
