namespace Replication.Bench.Report;

/// <summary>A bound and what was measured.</summary>
/// <param name="Statement">In words.</param>
/// <param name="Measured">The figure that is bounded.</param>
/// <param name="Limit">The bound.</param>
/// <param name="IsMaximum">True: at most. False: at least.</param>
/// <param name="Unit">After the figures.</param>
internal sealed record Target(string Statement, double? Measured, double Limit, bool IsMaximum = true, string Unit = "x")
{
    public string Verdict => Measured is not { } measured ? "not measured" : (IsMaximum ? measured <= Limit : measured >= Limit) ? "met" : "**NOT met**";
}
