using System.Buffers;
using Replication.Core.Errors;
using Replication.Core.Fencing;
using Replication.Core.Snapshots;
using Replication.Store.Data;
using Replication.Store.Fencing;
using Replication.Store.Files;
using Replication.Store.Index;
using Replication.Store.Volumes;

namespace Replication.Store.Pending;

/// <summary>
/// A snapshot that takes blocks. Per put: hash, compare with the parent, write the grains that are new, then append
/// the record; never the other way round, so that a record always speaks of data that was written. From time to time
/// the data is flushed and a mark appended, see <see cref="PendingRecovery"/>.
/// After its first failed write or flush nothing more is accepted: what is on disk is then uncertain, and opening it
/// again finds out.
/// </summary>
internal sealed class PendingSnapshot : IDisposable
{
    /// <summary>
    /// Room that data leave to everything else: with it a point is completed, and a store that is full can still be proven, failed over from and have
    /// points deleted, each of which writes some documents first. In bytes.
    /// </summary>
    private const long RoomForDocuments = 16L << 20;

    private readonly StoreOptions _options;
    private readonly EpochBook _epochs;
    private readonly PutLog _log;
    private readonly SegmentWriter _segments;
    private readonly GrainWriter _writer;
    private readonly ParentBlocks _parent;
    private readonly BlockSet _put;
    private readonly Lock _checkpointing = new();
    private long _puts;
    private long _bytesSinceMark;
    private long _trusted;
    private bool _flushFailed;
    private SnapshotStoreException? _fault;

    private PendingSnapshot(
        Volume volume, PendingHeader header, SnapshotDescriptor? parent, StoreOptions options, StoreCompression compression, EpochBook epochs)
    {
        Volume = volume;
        Header = header;
        Parent = parent;
        Scope = WriterScope.OfSnapshot(header.Tags);
        _options = options;
        _epochs = epochs;
        _log = PutLog.OpenForWriting(volume.Files, volume.Paths.PendingLog(header.Id));
        _segments = new SegmentWriter(volume.Segments, header.Id, options.SegmentBytes);
        _writer = new GrainWriter(_segments, compression);
        _parent = new ParentBlocks(parent is null ? null : volume.Tree(parent), new GrainReader(volume.Segments));
        _put = new BlockSet(BlockGeometry.BlockCount(header.Length));
    }

    public Volume Volume { get; }

    public PendingHeader Header { get; }

    public SnapshotDescriptor? Parent { get; }

    /// <summary>Whose epochs count here; null for nobody's.</summary>
    public string? Scope { get; }

    public PutGate Gate { get; } = new();

    public long DistinctBlocks => _put.Count;

    public bool HasRepeatedPuts => Volatile.Read(ref _puts) > _put.Count;

    public bool IsFaulted => Volatile.Read(ref _fault) is not null;

    public static PendingSnapshot Open(Volume volume, PendingHeader header, StoreOptions options, StoreCompression compression, EpochBook epochs)
    {
        SnapshotDescriptor? parent = header.ParentId is { } id
            ? volume.ReadSnapshot(id) ?? volume.ReadDeleted(id) ?? throw StoreErrors.ParentNotUsable(id, "it is gone.", "the parent of a pending snapshot.")
            : null;
        var pending = new PendingSnapshot(volume, header, parent, options, compression, epochs);
        try
        {
            var repair = new PendingRepair(volume, header, pending._log);
            repair.Run(pending._put);
            // The entry of the log itself must outlive a power loss before a mark in it is worth anything.
            volume.Files.FlushDirectory(volume.Paths.Pending);
            pending._puts = repair.Puts;
            pending._trusted = pending._log.Count;
            return pending;
        }
        catch
        {
            pending.Dispose();
            throw;
        }
    }

    public BlockDigest Put(long block, ReadOnlySpan<byte> data, BlockDigest? expected)
    {
        CheckBlock(block, data);
        Enter();
        try
        {
            int mask = GrainBytes.NonZeroMask(data);
            BlockDigest digest = mask == 0 ? BlockDigest.OfZeroBlock : BlockDigest.Compute(data);
            if (expected is { } wanted && wanted != digest) throw StoreErrors.ChecksumMismatch(Header.Id, block, wanted, digest);
            GrainPointers pointers = default;
            int store = _parent.Reuse(block, data, mask, ref pointers);
            Store(block, data, store, digest, ref pointers);
            return digest;
        }
        finally
        {
            Gate.Exit();
        }
    }

    /// <summary>Puts a block as the parent's with some grains replaced; the other grains are neither sent nor stored.</summary>
    public BlockDigest PutGrains(long block, BlockDigest parentDigest, int grainMask, ReadOnlySpan<byte> grains, BlockDigest resulting)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
        Enter();
        try
        {
            Span<byte> data = rented.AsSpan(0, BlockGeometry.BlockSize);
            BlockEntry before = _parent.Read(Header.ParentId ?? Header.Id, block, data);
            BlockDigest found = before.IsAbsent ? BlockDigest.OfZeroBlock : before.Digest;
            if (found != parentDigest) throw StoreErrors.ChecksumMismatch(Header.ParentId ?? Header.Id, block, parentDigest, found);
            GrainPatch.Apply(data, grainMask, grains);
            CheckBlock(block, data);
            BlockDigest digest = BlockDigest.Compute(data);
            if (digest != resulting) throw StoreErrors.ChecksumMismatch(Header.Id, block, resulting, digest);
            int nonZero = GrainBytes.NonZeroMask(data);
            GrainPointers pointers = GrainPatch.Keep(before.Grains, nonZero & ~grainMask);
            Store(block, data, nonZero & grainMask, digest, ref pointers);
            return digest;
        }
        finally
        {
            Gate.Exit();
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The puts so far, ascending. Opened again, only those that survived.</summary>
    public IEnumerable<PutRecord> LatestPuts() => new LatestPuts(_log, _log.Count, _options.WindowBlocks);

    /// <summary>All that was put before the call survives whatever happens after it.</summary>
    public void Checkpoint()
    {
        ThrowIfFaulted();
        try
        {
            lock (_checkpointing)
            {
                long covered = _log.Count;
                if (covered == _trusted) return;
                Volatile.Write(ref _bytesSinceMark, 0);
                _flushFailed = true;
                _segments.Flush();
                _log.Flush();
                _flushFailed = false;
                _trusted = _log.AppendMark(covered) + 1;
            }
        }
        catch (Exception error) when (StoreFaults.IsForeign(error))
        {
            throw Fail(error);
        }
    }

    /// <summary>Puts that a later one replaced: their grains are of no use once the snapshot is complete.</summary>
    public IEnumerable<PutRecord> AllPuts() => _log.Scan(0, _log.Count).Select(pair => pair.Record).Where(record => record.Kind == PutRecordKind.Put);

    public void ThrowIfFaulted()
    {
        if (Volatile.Read(ref _fault) is { } fault) throw fault;
    }

    public void Dispose()
    {
        if (_flushFailed) ForgetUnflushed();
        _segments.Dispose();
        _log.Dispose();
    }

    private void Enter()
    {
        if (!Gate.TryEnter()) throw StoreErrors.NotPending(Header.Id, "it is being completed or deleted.");
        try
        {
            ThrowIfFaulted();
            _epochs.Require(Scope);
            if (Volume.Files.FreeBytes(Volume.Paths.Pending) < RoomForDocuments) throw StoreErrors.Full(_log.Path);
        }
        catch
        {
            Gate.Exit();
            throw;
        }
    }

    private void CheckBlock(long block, ReadOnlySpan<byte> data)
    {
        long blocks = BlockGeometry.BlockCount(Header.Length);
        if (block < 0 || block >= blocks) throw StoreErrors.OutOfRange(Header.Id, block, "outside of the disk.", $"0 to {blocks - 1}.");
        if (data.Length != BlockGeometry.BlockSize)
            throw StoreErrors.OutOfRange(Header.Id, block, $"{data.Length} bytes.", $"{BlockGeometry.BlockSize} bytes.");
        if (block == blocks - 1 && data[BlockGeometry.BytesInBlock(Header.Length, block)..].ContainsAnyExcept((byte)0))
            throw StoreErrors.OutOfRange(Header.Id, block, "data beyond the end of the disk.", "zeros there.");
    }

    private void Store(long block, ReadOnlySpan<byte> data, int mask, BlockDigest digest, ref GrainPointers pointers)
    {
        try
        {
            _writer.Store(data, mask, ref pointers);
            _log.AppendPut(block, new BlockEntry(digest, pointers));
        }
        catch (Exception error) when (StoreFaults.IsForeign(error))
        {
            throw Fail(error);
        }

        _put.Add(block);
        Interlocked.Increment(ref _puts);
        if (Interlocked.Add(ref _bytesSinceMark, BlockGeometry.BlockSize) >= _options.CheckpointBytes) Checkpoint();
    }

    private SnapshotStoreException Fail(Exception error)
    {
        SnapshotStoreException fault = StoreFaults.Translate(_log.Path, error);
        return Interlocked.CompareExchange(ref _fault, fault, null) ?? fault;
    }

    /// <summary>After a failed flush the system may show pages as written that are not: nothing since the mark may be trusted.</summary>
    private void ForgetUnflushed()
    {
        try
        {
            _log.Truncate(_trusted);
        }
        catch (IOException)
        {
            // The disk is failing; the records stay unmarked and are verified when opened again.
        }
    }
}
