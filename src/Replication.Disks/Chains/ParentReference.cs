namespace Replication.Disks.Chains;

/// <summary>What a differencing file records about its parent.</summary>
/// <param name="Identities">Any of these makes a file the parent: GUIDs, or content ids of VMDK.</param>
/// <param name="RelativePaths">Relative to the child's folder, as recorded.</param>
/// <param name="AbsolutePaths">Absolute on the machine that made the file, as recorded.</param>
internal sealed record ParentReference(
    IReadOnlyList<string> Identities, IReadOnlyList<string> RelativePaths, IReadOnlyList<string> AbsolutePaths);
