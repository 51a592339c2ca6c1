namespace Replication.Disks.Layers;

/// <summary>Where a layer says that a range of the disk lives.</summary>
internal enum RunKind
{
    /// <summary>In this file, at a position.</summary>
    Data,

    /// <summary>Nowhere: it reads as zeros, whatever a parent holds there.</summary>
    Zero,

    /// <summary>Not in this layer: its parent decides, and without one it reads as zeros.</summary>
    Parent,
}
