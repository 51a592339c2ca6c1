namespace Replication.Runtime.Hosting;

/// <summary>Where the host answers, as it has written it into the workspace.</summary>
public static class HostAddress
{
    /// <summary>
    /// Null when there is no host: an address counts only while a host says that it is its own. What lies there otherwise was left by a host that
    /// died, or came with a copy of the workspace and is another one's.
    /// </summary>
    public static string? Find(HostFolder folder) => HostLock.IsAnswering(folder) ? Read(folder) : null;

    /// <summary>What is written there, whoever wrote it; null when nothing is.</summary>
    public static string? Read(HostFolder folder)
    {
        try
        {
            return File.ReadAllText(folder.Address) is { Length: > 0 } path ? path : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Renamed into place: nobody reads half a path.</summary>
    public static void Write(HostFolder folder, string path)
    {
        string written = $"{folder.Address}.new";
        File.WriteAllText(written, path);
        File.Move(written, folder.Address, overwrite: true);
    }

    public static void Remove(HostFolder folder)
    {
        if (File.Exists(folder.Address)) File.Delete(folder.Address);
    }
}
