namespace Replication.Core.Fencing;

/// <summary>
/// What epochs are counted for: a replicated VM, whose snapshots and points at most one run writes at a time. Snapshots say
/// by a tag whose they are, points by the name of their manifest.
/// </summary>
public static class WriterScope
{
    /// <summary>Tag on every snapshot of a replicated VM.</summary>
    public const string Tag = "replication-vm";

    private const string Points = "points/";

    /// <summary>Null for a snapshot that is of no replicated VM.</summary>
    public static string? OfSnapshot(IReadOnlyDictionary<string, string> tags) => tags.GetValueOrDefault(Tag) is { Length: > 0 } vmId ? vmId : null;

    /// <summary>Null for a document that is no VM's point.</summary>
    public static string? OfManifest(string name)
    {
        if (!name.StartsWith(Points, StringComparison.Ordinal)) return null;
        int end = name.IndexOf('/', Points.Length);
        return end > Points.Length ? name[Points.Length..end] : null;
    }
}
