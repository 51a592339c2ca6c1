using System.Numerics;

namespace Replication.Store.Pending;

/// <summary>Which blocks were put, one bit each, in pieces that exist only where something was: 4 MiB for a full 16 TiB disk.</summary>
internal sealed class BlockSet(long blocks)
{
    private const int PieceBlocks = 1 << 16;

    private readonly ulong[]?[] _pieces = new ulong[]?[(blocks + PieceBlocks - 1) / PieceBlocks];
    private long _count;

    public long Count => Volatile.Read(ref _count);

    public void Add(long block)
    {
        ref ulong[]? place = ref _pieces[block / PieceBlocks];
        ulong[] piece = Volatile.Read(ref place) ?? Interlocked.CompareExchange(ref place, new ulong[PieceBlocks / 64], null) ?? place;
        ulong bit = 1UL << (int)(block % 64);
        ulong before = Interlocked.Or(ref piece[block % PieceBlocks / 64], bit);
        if ((before & bit) == 0) Interlocked.Increment(ref _count);
    }
}
