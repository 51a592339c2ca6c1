namespace Replication.Core.Snapshots;

/// <summary>
/// Blocks that were read and proven a moment ago, so that small reads of one block cost one proof. Bounded; shared by any
/// number of readers. Safe for concurrent use: who wants a block that is being read waits for the same read.
/// </summary>
/// <param name="capacityBytes">Content kept at most, beside what is being handed out at the moment.</param>
public sealed class VerifiedBlockCache(long capacityBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(ISnapshotReader Reader, long Index), Entry> _entries = [];

    /// <summary>Those that nobody uses, the one that was used longest ago first.</summary>
    private readonly LinkedList<Entry> _idle = [];
    private readonly Stack<byte[]> _spare = new();
    private long _held;

    /// <summary>Copies a part of a block out, reading and proving the block where it is not at hand.</summary>
    public async ValueTask CopyAsync(ISnapshotReader reader, long index, int offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        (Entry entry, bool isNew) = Enter(reader, index);
        try
        {
            if (isNew) await LoadAsync(entry);
            else if (!entry.Loading.Task.IsCompletedSuccessfully) await entry.Loading.Task.WaitAsync(cancellationToken);
            if (entry.Content is { } content) content.AsMemory(offset, destination.Length).CopyTo(destination);
            else destination.Span.Clear();
        }
        finally
        {
            Leave(entry);
        }
    }

    /// <summary>Forgets what was read by a reader that is about to be closed; nobody may be using it any more.</summary>
    public void Forget(ISnapshotReader reader)
    {
        lock (_gate)
        {
            foreach (Entry entry in _entries.Values.Where(entry => entry.Key.Reader == reader).ToList()) Remove(entry);
        }
    }

    private (Entry Entry, bool IsNew) Enter(ISnapshotReader reader, long index)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue((reader, index), out Entry? known))
            {
                if (known.Users++ == 0) _idle.Remove(known.Place);
                return (known, false);
            }

            var entry = new Entry((reader, index)) { Content = Rent(), Users = 1 };
            _entries.Add(entry.Key, entry);
            return (entry, true);
        }
    }

    private async ValueTask LoadAsync(Entry entry)
    {
        try
        {
            // Not with the token of the first who asks: others may be waiting for the same block.
            BlockDigest digest = await entry.Key.Reader.ReadBlockAsync(entry.Key.Index, entry.Content, CancellationToken.None);
            if (digest.IsAbsent) ReturnContent(entry);
            entry.Loading.SetResult();
        }
        catch (Exception error)
        {
            // Asked again, it is read again: an outage passes.
            lock (_gate) _entries.Remove(entry.Key);
            entry.IsForgotten = true;
            entry.Loading.SetException(error);
            // Where nobody else waits nobody else is told.
            _ = entry.Loading.Task.Exception;
            throw;
        }
    }

    private void Leave(Entry entry)
    {
        lock (_gate)
        {
            if (--entry.Users > 0) return;
            if (entry.IsForgotten)
            {
                ReturnContentHeld(entry);
                return;
            }

            _idle.AddLast(entry.Place);
            while (_held > capacityBytes && _idle.First is { } oldest) Remove(oldest.Value);
        }
    }

    private void Remove(Entry entry)
    {
        _entries.Remove(entry.Key);
        if (entry.Users == 0) _idle.Remove(entry.Place);
        else entry.IsForgotten = true;
        if (entry.Users == 0) ReturnContentHeld(entry);
    }

    private byte[] Rent()
    {
        _held += BlockGeometry.BlockSize;
        return _spare.TryPop(out byte[]? spare) ? spare : GC.AllocateUninitializedArray<byte>(BlockGeometry.BlockSize);
    }

    private void ReturnContent(Entry entry)
    {
        lock (_gate) ReturnContentHeld(entry);
    }

    private void ReturnContentHeld(Entry entry)
    {
        if (entry.Content is not { } content) return;
        entry.Content = null;
        _held -= BlockGeometry.BlockSize;
        // What went beyond the bound for a moment goes back to the system.
        if ((_spare.Count * (long)BlockGeometry.BlockSize) + _held < capacityBytes) _spare.Push(content);
    }

    private sealed class Entry
    {
        public Entry((ISnapshotReader Reader, long Index) key)
        {
            Key = key;
            Place = new LinkedListNode<Entry>(this);
        }

        public (ISnapshotReader Reader, long Index) Key { get; }

        public LinkedListNode<Entry> Place { get; }

        public TaskCompletionSource Loading { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Null for a block that is absent: it reads as zeros.</summary>
        public byte[]? Content { get; set; }

        public int Users { get; set; }

        public bool IsForgotten { get; set; }
    }
}
