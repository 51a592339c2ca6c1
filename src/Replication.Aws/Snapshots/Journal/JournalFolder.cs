using System.Collections.Concurrent;
using System.Text.Json;
using Replication.Aws.Snapshots.Digests;
using Replication.Core.Platform;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Journal;

/// <summary>
/// The journals of a workspace: "nonce.json" with the header and "nonce.blocks" with one slot per block. The header is
/// written first, hence a block file without header is a leftover; a header that cannot be read is one that never was.
/// </summary>
internal sealed class JournalFolder : IDisposable
{
    private const string HeaderExtension = ".json";
    private const string BlocksExtension = ".blocks";

    private readonly string _folder;
    private readonly ConcurrentDictionary<string, PendingJournal> _byNonce = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PendingJournal> _bySnapshot = new(StringComparer.Ordinal);

    private JournalFolder(string folder) => _folder = folder;

    public IEnumerable<PendingJournal> All => _byNonce.Values;

    public static JournalFolder Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var journals = new JournalFolder(folder);
        foreach (string path in Directory.GetFiles(folder, "*" + HeaderExtension)) journals.Load(path);
        foreach (string path in Directory.GetFiles(folder, "*" + BlocksExtension))
        {
            if (!journals._byNonce.ContainsKey(Path.GetFileNameWithoutExtension(path))) File.Delete(path);
        }

        return journals;
    }

    public PendingJournal? Find(string snapshotId) => _bySnapshot.GetValueOrDefault(snapshotId);

    public PendingJournal? FindToken(string clientToken) => _byNonce.Values.FirstOrDefault(journal => journal.Header.ClientToken == clientToken);

    public PendingJournal Create(JournalHeader header)
    {
        Write(header);
        var journal = new PendingJournal(header, DigestFile.Create(BlocksPath(header.Nonce), BlockGeometry.BlockCount(header.Length)));
        Add(journal);
        return journal;
    }

    public void Update(PendingJournal journal, JournalHeader header)
    {
        Write(header);
        journal.Header = header;
        Add(journal);
    }

    public void Remove(PendingJournal journal)
    {
        // The header last: as long as it is there the journal is found again and removed again.
        File.Delete(BlocksPath(journal.Header.Nonce));
        File.Delete(HeaderPath(journal.Header.Nonce));
        _byNonce.TryRemove(journal.Header.Nonce, out _);
        if (journal.Header.SnapshotId is { } id) _bySnapshot.TryRemove(id, out _);
        journal.Dispose();
    }

    public void Dispose()
    {
        foreach (PendingJournal journal in _byNonce.Values) journal.Dispose();
    }

    private void Load(string path)
    {
        string nonce = Path.GetFileNameWithoutExtension(path);
        JournalHeader? header;
        try
        {
            header = JsonSerializer.Deserialize(File.ReadAllBytes(path), JournalJson.Default.JournalHeader);
        }
        catch (JsonException)
        {
            header = null;
        }

        if (header is not null && header.Format != JournalHeader.CurrentFormat) throw EbsStoreErrors.JournalUnsupported(path, header.Format);
        if (header is null || header.Nonce != nonce)
        {
            // Renaming leaves no half of a header; a damaged one is a lost journal, which costs sending again.
            File.Delete(path);
            return;
        }

        if (header is { SnapshotId: null, ClientToken: null })
        {
            // A start that nobody can repeat: what it may have begun is found by its owner's tag.
            File.Delete(path);
            return;
        }

        bool hasBlocks = File.Exists(BlocksPath(nonce));
        // Blocks are put only after the service's answer was noted, so before that an absent file has lost nothing.
        if (!hasBlocks && header.SnapshotId is not null)
        {
            File.Delete(path);
            return;
        }

        Add(new PendingJournal(
            header,
            hasBlocks ? DigestFile.Open(BlocksPath(nonce), FileAccess.ReadWrite) : DigestFile.Create(BlocksPath(nonce), BlockGeometry.BlockCount(header.Length))));
    }

    private void Add(PendingJournal journal)
    {
        _byNonce[journal.Header.Nonce] = journal;
        if (journal.Header.SnapshotId is { } id) _bySnapshot[id] = journal;
    }

    private void Write(JournalHeader header)
    {
        string path = HeaderPath(header.Nonce);
        string temporary = path + ".new";
        using (FileStream file = File.Create(temporary))
        {
            JsonSerializer.Serialize(file, header, JournalJson.Default.JournalHeader);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        DirectorySync.Flush(_folder);
    }

    private string HeaderPath(string nonce) => Path.Combine(_folder, nonce + HeaderExtension);

    private string BlocksPath(string nonce) => Path.Combine(_folder, nonce + BlocksExtension);
}
