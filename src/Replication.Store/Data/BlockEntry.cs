using Replication.Core.Snapshots;

namespace Replication.Store.Data;

/// <summary>What the index knows of one block. An absent digest means a block of zeros.</summary>
internal readonly struct BlockEntry(BlockDigest digest, GrainPointers grains)
{
    public const int GrainsSize = BlockGeometry.GrainsPerBlock * GrainPointer.Size;

    public readonly BlockDigest Digest = digest;

    public readonly GrainPointers Grains = grains;

    public bool IsAbsent => Digest.IsAbsent;
}
