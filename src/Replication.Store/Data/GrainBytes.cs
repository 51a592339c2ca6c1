using Replication.Core.Snapshots;

namespace Replication.Store.Data;

internal static class GrainBytes
{
    /// <summary>Bit per grain.</summary>
    public const int AllGrains = (1 << BlockGeometry.GrainsPerBlock) - 1;

    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> block, int grain) => block.Slice(grain * BlockGeometry.GrainSize, BlockGeometry.GrainSize);

    public static Span<byte> Of(Span<byte> block, int grain) => block.Slice(grain * BlockGeometry.GrainSize, BlockGeometry.GrainSize);

    /// <summary>Bit set for every grain that holds something other than zeros.</summary>
    public static int NonZeroMask(ReadOnlySpan<byte> block)
    {
        int mask = 0;
        for (int grain = 0; grain < BlockGeometry.GrainsPerBlock; grain++)
        {
            if (Of(block, grain).ContainsAnyExcept((byte)0)) mask |= 1 << grain;
        }

        return mask;
    }
}
