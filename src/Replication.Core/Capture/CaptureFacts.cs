using Replication.Core.RecoveryPoints;

namespace Replication.Core.Capture;

/// <summary>How a machine was held at its instant.</summary>
public sealed record CaptureFacts
{
    public static CaptureFacts AtRest { get; } = new();

    public Consistency Consistency { get; init; } = Consistency.CrashConsistent;

    /// <summary>How long the guest's writes were held, as measured; null when they were not.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>Equal for machines that were captured at one and the same instant while they ran; null for one that was captured alone.</summary>
    public string? InstantId { get; init; }

    /// <summary>Why it is less than what was preferred: id and message of the error; null when it is not.</summary>
    public string? Warning { get; init; }
}
