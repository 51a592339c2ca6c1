namespace Replication.TestGuest;

/// <summary>Looks into a raw data disk of a guest that does not run, without mounting it.</summary>
public static class GuestFileSystem
{
    /// <summary>
    /// Replays the journal of a copy of the disk, as the next mount would, and checks the file system and the records of that copy.
    /// </summary>
    /// <exception cref="InvalidDataException">The file system is damaged, or the records are.</exception>
    public static async Task<RecordChain> CheckAsync(string disk)
    {
        string folder = Directory.CreateTempSubdirectory("replication-fsck-").FullName;
        try
        {
            string copy = Path.Combine(folder, "data.raw");
            string records = Path.Combine(folder, "records");
            await HostTool.RunAsync("cp", ["--reflink=auto", "--sparse=always", disk, copy]);
            await HostTool.RunAsync("e2fsck", ["-p", "-E", "journal_only", copy], 1);
            (int code, string output, string errors) = await HostTool.TryRunAsync("e2fsck", "-f", "-n", copy);
            if (code != 0) throw new InvalidDataException($"The file system is damaged (e2fsck {code}): {output}{errors}");
            await HostTool.RunAsync("debugfs", ["-R", $"dump /records {records}", copy]);
            return RecordChain.Check(File.Exists(records) ? await File.ReadAllBytesAsync(records) : []);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Whether nothing is left to replay in the journal: the disk was unmounted or frozen.</summary>
    public static async Task<bool> IsSettledAsync(string disk) =>
        !(await HostTool.RunAsync("dumpe2fs", ["-h", disk])).Contains("needs_recovery", StringComparison.Ordinal);
}
