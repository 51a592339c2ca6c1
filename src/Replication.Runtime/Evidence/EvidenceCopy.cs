using Microsoft.Extensions.Logging;
using Replication.Core.Evidence;
using Replication.Core.Platform;

namespace Replication.Runtime.Evidence;

/// <summary>
/// Key and copies of a workspace, below its folder "evidence": "copies/site id/VM id.log" is a chain, a line for each entry. A file that was
/// being written when the power went ends in part of a line, which is cut off before anything is added.
/// </summary>
internal sealed class EvidenceCopy(string folder, ILogger log) : IEvidenceCopy
{
    private readonly EvidenceKeyFile _keys = new(folder, log);
    private (EvidenceKey Key, DateTime Written)? _loaded;

    public IReadOnlyList<string> OwnKeys => _keys.Ids;

    /// <summary>Another process may have rotated it since.</summary>
    public IEvidenceKey Key
    {
        get
        {
            lock (_keys)
            {
                if (_loaded is { } loaded && loaded.Written == _keys.WrittenAt) return loaded.Key;
                EvidenceKey key = _keys.LoadOrCreate();
                _loaded = (key, _keys.WrittenAt);
                return key;
            }
        }
    }

    public IEvidenceKey RotateKey() => _keys.Rotate();

    public IReadOnlyList<byte[]> Read(EvidenceChainId chain)
    {
        string path = PathOf(chain);
        return File.Exists(path) ? EvidenceText.Lines(File.ReadAllBytes(path)) : [];
    }

    public EvidenceLine? Last(EvidenceChainId chain)
    {
        string path = PathOf(chain);
        if (!File.Exists(path)) return null;
        using FileStream file = File.OpenRead(path);
        // Two lines at the most: one that is whole and one that is not.
        byte[] end = new byte[(int)Math.Min(file.Length, 2 * (EvidenceLine.MaximumLength + 1))];
        file.Seek(-end.Length, SeekOrigin.End);
        file.ReadExactly(end);
        return EvidenceText.Lines(end) is [.., var last] ? EvidenceLine.Parse(last) : null;
    }

    public void Append(EvidenceChainId chain, IEnumerable<EvidenceLine> lines)
    {
        string path = PathOf(chain);
        string directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);
        bool isNew = !File.Exists(path);
        using (var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite))
        {
            file.SetLength(WholeLines(file));
            file.Seek(0, SeekOrigin.End);
            foreach (EvidenceLine line in lines)
            {
                file.Write(line.Bytes.Span);
                file.WriteByte((byte)'\n');
            }

            file.Flush(flushToDisk: true);
        }

        if (isNew) DirectorySync.Flush(directory);
    }

    public void RemoveBefore(EvidenceChainId chain, long sequence)
    {
        string path = PathOf(chain);
        IReadOnlyList<byte[]> lines = Read(chain);
        int kept = 0;
        while (kept < lines.Count && EvidenceLine.Parse(lines[kept])?.Entry.Sequence < sequence) kept++;
        if (kept == 0) return;
        string fresh = path + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            foreach (byte[] line in lines.Skip(kept))
            {
                file.Write(line);
                file.WriteByte((byte)'\n');
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
    }

    private static long WholeLines(FileStream file)
    {
        byte[] end = new byte[(int)Math.Min(file.Length, EvidenceLine.MaximumLength + 1)];
        file.Seek(-end.Length, SeekOrigin.End);
        file.ReadExactly(end);
        return file.Length - end.Length + Array.LastIndexOf(end, (byte)'\n') + 1;
    }

    private string PathOf(EvidenceChainId chain) => Path.Combine(folder, "copies", FileNames.Safe(chain.SiteId), FileNames.Safe(chain.VMId) + ".log");
}
