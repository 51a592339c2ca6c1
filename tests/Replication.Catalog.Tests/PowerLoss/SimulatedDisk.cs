namespace Replication.Catalog.Tests.PowerLoss;

/// <summary>
/// What a disk holds after a power loss, by what POSIX promises and no more: the bytes of a file up to its last fsync,
/// the entries of the folder up to its last fsync. Everything later is independently kept, dropped or torn: a write
/// may leave any subset of its sectors, a prefix of its bytes, or only the length it gave the file; of the creations and
/// deletions of one name any prefix may have happened.
/// </summary>
internal sealed class SimulatedDisk
{
    private const int Sector = 512;

    private readonly Dictionary<string, List<Inode?>> _names = [];

    public static SimulatedDisk Replay(IEnumerable<DiskEvent> events)
    {
        var disk = new SimulatedDisk();
        foreach (DiskEvent entry in events) disk.Apply(entry);
        return disk;
    }

    /// <summary>Writes the files that the disk holds into the folder.</summary>
    public void Materialise(string folder, Survival survival, Random random)
    {
        foreach ((string path, List<Inode?> history) in _names)
        {
            // The first of the history is durable; each later one is a creation or deletion that is not.
            int state = survival switch
            {
                Survival.None => 0,
                Survival.All => history.Count - 1,
                _ => random.Next(history.Count),
            };
            if (history[state] is { } inode) File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(path)), inode.After(survival, random));
        }
    }

    private void Apply(DiskEvent entry)
    {
        switch (entry.Kind)
        {
            case DiskEventKind.Create:
                History(entry.Path).Add(new Inode());
                break;
            case DiskEventKind.Delete:
                History(entry.Path).Add(null);
                break;
            case DiskEventKind.SyncFolder:
                foreach (List<Inode?> history in _names.Values) history.RemoveRange(0, history.Count - 1);
                break;
            case DiskEventKind.Write or DiskEventKind.Truncate:
                History(entry.Path)[^1]!.Pending.Add(entry);
                break;
            case DiskEventKind.Sync:
                History(entry.Path)[^1]!.Flush();
                break;
        }
    }

    private List<Inode?> History(string path)
    {
        if (!_names.TryGetValue(path, out List<Inode?>? history)) _names[path] = history = [null];
        return history;
    }

    private sealed class Inode
    {
        private byte[] _durable = [];

        public List<DiskEvent> Pending { get; } = [];

        public void Flush()
        {
            _durable = After(Survival.All, Random.Shared);
            Pending.Clear();
        }

        public byte[] After(Survival survival, Random random)
        {
            if (survival == Survival.None) return _durable;
            using var content = new MemoryStream();
            content.Write(_durable);
            foreach (DiskEvent entry in Pending)
            {
                int fate = survival == Survival.All ? 0 : random.Next(5);
                if (fate == 1) continue;
                if (entry.Kind == DiskEventKind.Truncate)
                {
                    content.SetLength(entry.Offset);
                    continue;
                }

                Write(content, entry, fate, random);
            }

            return content.ToArray();
        }

        private static void Write(MemoryStream content, DiskEvent entry, int fate, Random random)
        {
            byte[] bytes = entry.Bytes!;
            switch (fate)
            {
                case 2: // any subset of sectors
                    for (int at = 0; at < bytes.Length; at += Sector)
                    {
                        if (random.Next(2) == 0) Put(content, entry.Offset + at, bytes.AsSpan(at, Math.Min(Sector, bytes.Length - at)));
                    }

                    break;
                case 3: // a prefix
                    Put(content, entry.Offset, bytes.AsSpan(0, random.Next(bytes.Length)));
                    break;
                case 4: // the length alone
                    if (content.Length < entry.Offset + bytes.Length) content.SetLength(entry.Offset + bytes.Length);
                    break;
                default:
                    Put(content, entry.Offset, bytes);
                    break;
            }
        }

        private static void Put(MemoryStream content, long offset, ReadOnlySpan<byte> bytes)
        {
            content.Position = offset;
            content.Write(bytes);
        }
    }
}
