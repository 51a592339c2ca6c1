namespace Replication.Objects;

/// <summary>Answer of Test-RecoveryPoint: every block was read again at the destination.</summary>
public sealed class RecoveryPointTest
{
    public required string VMId { get; init; }

    public required string VMName { get; init; }

    /// <summary>The point that was read; null where it could not even be found.</summary>
    public string? RecoveryPointId { get; init; }

    public required bool Intact { get; init; }

    public long BytesRead { get; init; }

    /// <summary>Error id where it is not intact.</summary>
    public string? ErrorId { get; init; }

    /// <summary>What was found instead.</summary>
    public string? Reason { get; init; }
}
