namespace Replication.Agent.Server.Faults;

/// <summary>
/// When something goes wrong. Calls are counted per rule, from 1, over the operations that it names; which of them fail
/// follows from the numbers and the seed alone, so the same sequence of calls fails in the same places.
/// </summary>
public sealed record FaultRule
{
    public required FaultKind Kind { get; init; }

    /// <summary>Service of the credential scope; null for any.</summary>
    public string? Service { get; init; }

    /// <summary>Name of the operation; null for any.</summary>
    public string? Operation { get; init; }

    /// <summary>First call that fails.</summary>
    public long FirstCall { get; init; } = 1;

    /// <summary>Last call that fails; null for no end.</summary>
    public long? LastCall { get; init; }

    /// <summary>Of the calls between, each so-many-th.</summary>
    public long Every { get; init; } = 1;

    /// <summary>Of those, this share, 0 to 1, chosen by the seed.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>For <see cref="FaultKind.Slow"/>.</summary>
    public double DelaySeconds { get; init; }

    /// <summary>For <see cref="FaultKind.NotFoundAfterCreation"/>: seconds after the creation.</summary>
    public double Seconds { get; init; }

    /// <summary>For <see cref="FaultKind.NotFoundAfterCreation"/>: calls about the resource after its creation.</summary>
    public int Calls { get; init; }

    internal bool Concerns(string service, string operation) => (Service ?? service) == service && (Operation ?? operation) == operation;

    internal bool Hits(long call, int seed) =>
        call >= FirstCall && call <= (LastCall ?? long.MaxValue) && (call - FirstCall) % Every == 0
        && (Probability >= 1 || Fraction(call, seed) < Probability);

    /// <summary>A number in [0, 1) that depends on nothing but the call's number and the seed (finalizer of SplitMix64).</summary>
    private static double Fraction(long call, int seed)
    {
        ulong x = unchecked((ulong)call * 0x9E3779B97F4A7C15UL + (ulong)(uint)seed);
        x = unchecked((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL);
        x = unchecked((x ^ (x >> 27)) * 0x94D049BB133111EBUL);
        return ((x ^ (x >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
