using EngineViolation = Replication.Core.Health.RpoViolation;

namespace Replication.Objects;

/// <summary>A time in which the newest point was older than the policy allows.</summary>
public sealed class RpoViolation
{
    internal RpoViolation(EngineViolation window)
    {
        From = window.From;
        To = window.To;
        MaximumAge = window.MaximumAge;
    }

    /// <summary>UTC.</summary>
    public DateTimeOffset From { get; }

    /// <summary>When a newer point had been accepted, or the time of looking, UTC.</summary>
    public DateTimeOffset To { get; }

    /// <summary>Age of the newest point at its worst in the window.</summary>
    public TimeSpan MaximumAge { get; }

    public override string ToString() => $"{From:u} to {To:u}: {MaximumAge}";
}
