using System.Runtime.CompilerServices;
using Replication.Core.Snapshots;

namespace Replication.Store.Data;

/// <summary>The pointers of a block's grains, as a value.</summary>
[InlineArray(BlockGeometry.GrainsPerBlock)]
internal struct GrainPointers
{
    private GrainPointer _first;
}
