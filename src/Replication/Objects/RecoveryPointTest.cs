namespace Replication.Objects;

/// <summary>Answer of Test-RecoveryPoint: every block was read again at the destination, or a machine made of it was booted.</summary>
public sealed class RecoveryPointTest
{
    public required string VMId { get; init; }

    public required string VMName { get; init; }

    /// <summary>The point that was read; null where it could not even be found.</summary>
    public string? RecoveryPointId { get; init; }

    public required bool Intact { get; init; }

    public long BytesRead { get; init; }

    /// <summary>With -Boot: whether a machine made of it booted as asked; null without.</summary>
    public bool? Booted { get; init; }

    /// <summary>With -Boot: from the start of the machine until everything asked for was seen.</summary>
    public TimeSpan? BootTime { get; init; }

    /// <summary>With -Boot: from the request to the booted machine.</summary>
    public TimeSpan? RecoveryTime { get; init; }

    /// <summary>With -Boot: PNG file of the screen.</summary>
    public string? Screenshot { get; init; }

    /// <summary>Error id where it is not intact or did not boot.</summary>
    public string? ErrorId { get; init; }

    /// <summary>What was found instead.</summary>
    public string? Reason { get; init; }
}
