namespace Replication.Hypervisors.Live;

/// <summary>A node of QEMU's block graph.</summary>
/// <param name="Name">Node name.</param>
/// <param name="Driver">"raw", "qcow2", "file", "copy-before-write".</param>
/// <param name="FileName">Of the image or, for a node above it, of what it leads to; JSON for what has no plain name.</param>
/// <param name="Length">Virtual size in bytes.</param>
/// <param name="HasSnapshots">It holds internal snapshots, to which a guest can be put back without a mark in any bitmap.</param>
/// <param name="HasRawDataFile">It is a qcow2 node beside whose file lies the disk itself, byte for byte.</param>
/// <param name="Bitmaps">Its dirty bitmaps.</param>
internal sealed record BlockNode(
    string Name, string Driver, string FileName, long Length, bool HasSnapshots, bool HasRawDataFile, IReadOnlyList<DirtyBitmap> Bitmaps);
