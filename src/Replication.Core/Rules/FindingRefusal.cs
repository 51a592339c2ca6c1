using Replication.Core.Errors;

namespace Replication.Core.Rules;

/// <summary>What an operation does with findings: it refuses with the one that blocks.</summary>
public static class FindingRefusal
{
    public static ReplicationException Refusal(this Finding finding) =>
        new(finding.ErrorId, finding.Target, finding.Found, finding.Needed, finding.Fix);

    /// <summary>Refuses with the first finding that blocks; the others are counted, so that nobody takes it for the only one.</summary>
    /// <exception cref="ReplicationException">The id of that finding.</exception>
    public static void ThrowIfBlocked(this IEnumerable<Finding> findings)
    {
        Finding[] blocking = [.. findings.Where(finding => finding.Blocks)];
        if (blocking.Length == 0) return;
        Finding first = blocking[0];
        if (blocking.Length == 1) throw first.Refusal();
        string others = string.Join(", ", blocking.Skip(1).Select(finding => finding.ErrorId).Distinct(StringComparer.Ordinal));
        throw new ReplicationException(first.ErrorId, first.Target, first.Found, first.Needed, $"{first.Fix} Also failed: {others}.");
    }
}
