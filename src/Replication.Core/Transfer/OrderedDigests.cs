using Replication.Core.Snapshots;

namespace Replication.Core.Transfer;

/// <summary>Puts the digests that workers finish in any order into the root hash in ascending order.</summary>
internal sealed class OrderedDigests(long diskLength)
{
    private readonly RootDigest _root = new(diskLength);
    private readonly Dictionary<long, BlockChunk> _early = [];
    private readonly Lock _lock = new();
    private long _next;
    private bool _unknown;

    /// <summary>Number of chunks that went into the root hash by this call: the window may move on by as many.</summary>
    public int Add(BlockChunk chunk)
    {
        lock (_lock)
        {
            _early.Add(chunk.Sequence, chunk);
            int collected = 0;
            while (_early.Remove(_next, out BlockChunk? due))
            {
                for (int i = 0; i < due.Count; i++) AddBlock(due.Blocks[i].Index, due.Digests[i]);
                _next++;
                collected++;
            }

            return collected;
        }
    }

    public BlockDigest? Finish() => _unknown ? null : _root.Finish();

    private void AddBlock(long index, BlockDigest? digest)
    {
        if (digest is { } known) _root.Add(index, known);
        else _unknown = true;
    }
}
