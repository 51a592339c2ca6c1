using System.Numerics;
using Replication.Core.Snapshots;
using Replication.Store.Data;

namespace Replication.Store.Pending;

/// <summary>A change of some grains of a block: a bit per grain, and the new grains one after the other.</summary>
internal static class GrainPatch
{
    public static bool IsWellFormed(int grainMask, int dataLength) =>
        (grainMask & ~GrainBytes.AllGrains) == 0 && dataLength == BitOperations.PopCount((uint)grainMask) * BlockGeometry.GrainSize;

    public static void Apply(Span<byte> block, int grainMask, ReadOnlySpan<byte> grains)
    {
        for (int grain = 0; grain < BlockGeometry.GrainsPerBlock; grain++)
        {
            if ((grainMask >> grain & 1) == 0) continue;
            grains[..BlockGeometry.GrainSize].CopyTo(GrainBytes.Of(block, grain));
            grains = grains[BlockGeometry.GrainSize..];
        }
    }

    public static GrainPointers Keep(in GrainPointers pointers, int mask)
    {
        GrainPointers kept = default;
        for (int grain = 0; grain < BlockGeometry.GrainsPerBlock; grain++)
        {
            if ((mask >> grain & 1) != 0) kept[grain] = pointers[grain];
        }

        return kept;
    }
}
