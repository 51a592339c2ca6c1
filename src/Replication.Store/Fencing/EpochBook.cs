using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Replication.Core.Fencing;
using Replication.Store.Files;
using Replication.Store.Volumes;

namespace Replication.Store.Fencing;

/// <summary>
/// Which run may write for a VM. The newest that was met is durable before its first effect, and what an older one
/// sends afterwards is refused, also when it was already on its way: starting, completing and deleting snapshots and
/// changing manifests take turns per VM (<see cref="EnterAsync"/>), and a newer run gets its turn when the puts of the
/// older one have ended. Puts themselves look at memory alone (<see cref="Require"/>).
/// </summary>
internal sealed class EpochBook(IStoreFiles files, string directory, Func<string, Task> drainPuts)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The caller's turn until it is disposed. A scope of null is nobody's and needs none.</summary>
    /// <exception cref="Core.Errors.SnapshotStoreException">StaleEpoch</exception>
    public async Task<IDisposable?> EnterAsync(string? scope, CancellationToken cancellationToken)
    {
        if (scope is null || WriterEpoch.Current is not { } current) return null;
        Entry entry = _entries.GetOrAdd(scope, _ => new Entry());
        await entry.Turn.WaitAsync(cancellationToken);
        try
        {
            // Read again each time: where locks are not enforced another process may have met a newer run.
            WriterEpoch? present = Read(scope);
            entry.Newest = present;
            RequireMayFollow(scope, current, present);
            if (current != present)
            {
                Write(scope, current);
                entry.Newest = current;
                await drainPuts(scope);
            }

            return new Turn(entry.Turn);
        }
        catch
        {
            entry.Turn.Release();
            throw;
        }
    }

    /// <summary>Whether the caller may put blocks; called between entering the gate of puts and writing.</summary>
    /// <exception cref="Core.Errors.SnapshotStoreException">StaleEpoch</exception>
    public void Require(string? scope)
    {
        if (scope is null || WriterEpoch.Current is not { } current) return;
        Entry entry = _entries.GetOrAdd(scope, _ => new Entry { Newest = Read(scope) });
        RequireMayFollow(scope, current, entry.Newest);
    }

    /// <summary>What writers that died left behind.</summary>
    public void SweepTemporaryFiles()
    {
        foreach (string file in files.ListFiles(directory).Where(file => file.EndsWith(SealedDocument.TemporarySuffix, StringComparison.Ordinal)))
            files.Delete(Path.Combine(directory, file));
    }

    private static void RequireMayFollow(string scope, WriterEpoch current, WriterEpoch? present)
    {
        if (present is not null && !current.MayFollow(present)) throw StoreErrors.StaleEpoch(scope, current, present);
    }

    private WriterEpoch? Read(string scope)
    {
        string path = PathOf(scope);
        EpochDocument? document = StoreJson.Read(files, path, StoreJson.Default.EpochDocument);
        if (document is not null && document.Scope != scope) throw StoreErrors.CorruptIndex(path, null, $"the epoch of '{document.Scope}'");
        return document?.Epoch;
    }

    private void Write(string scope, WriterEpoch epoch)
    {
        if (!files.DirectoryExists(directory))
        {
            files.CreateDirectory(directory);
            files.FlushDirectory(Path.GetDirectoryName(directory)!);
        }

        StoreJson.Write(files, PathOf(scope), new EpochDocument(scope, epoch.Number, epoch.Holder), StoreJson.Default.EpochDocument);
    }

    /// <summary>A scope is any text; its name on disk is not.</summary>
    private string PathOf(string scope) =>
        Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(scope))) + VolumePaths.DocumentSuffix);

    private sealed class Entry
    {
        private WriterEpoch? _newest;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public WriterEpoch? Newest
        {
            get => Volatile.Read(ref _newest);
            set => Volatile.Write(ref _newest, value);
        }
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
