namespace Replication.Catalog.Tests.PowerLoss;

/// <summary>What becomes of the writes that were not yet flushed when the power went.</summary>
internal enum Survival
{
    /// <summary>None of them reached the disk.</summary>
    None,

    /// <summary>All of them did (the same as a process that is killed).</summary>
    All,

    /// <summary>Each by itself reached the disk, or did not, or in parts.</summary>
    Some,
}
