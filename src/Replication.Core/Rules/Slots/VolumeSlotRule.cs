namespace Replication.Core.Rules.Slots;

/// <summary>How many volumes an access node takes at once and under which device names; read from a rule profile.</summary>
/// <param name="NodeSystem">The access node's operating system.</param>
/// <param name="Ranges">First and last name of each range ("xvdf-xvdz"), in the order in which they are filled.</param>
/// <param name="Limit">Most volumes at once; the ranges may hold more names than that.</param>
/// <param name="Rule">Id of the requirement (PRC-10).</param>
/// <param name="Source">Document and section the numbers are from.</param>
public sealed record VolumeSlotRule(GuestFamily NodeSystem, IReadOnlyList<string> Ranges, int Limit, string Rule, string Source)
{
    /// <summary>Every name, in the order in which they are filled.</summary>
    public IReadOnlyList<string> Names() => [.. Ranges.SelectMany(Expand)];

    /// <summary>Names of a range differ in their last letter alone.</summary>
    private static IEnumerable<string> Expand(string range)
    {
        string[] ends = range.Split('-');
        for (char last = ends[0][^1]; last <= ends[1][^1]; last++) yield return ends[0][..^1] + last;
    }
}
