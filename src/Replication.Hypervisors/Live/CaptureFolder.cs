using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Hypervisors.Live;

/// <summary>
/// Folder of one capture of one running machine, <c>.live-ID</c> in the site. Whoever holds its lock captures; the lock ends with its process, and
/// what is then left in the folder tells the next capture what to put right first.
/// </summary>
internal sealed class CaptureFolder : IDisposable
{
    private const string Prefix = ".live-";
    private const string LockFile = "lock";
    private const string ExportSocket = "nbd";
    private readonly string _folder;
    private readonly string _sockets;
    private readonly FileStream _lock;

    private CaptureFolder(string folder, string sockets, FileStream held)
    {
        _folder = folder;
        _sockets = sockets;
        _lock = held;
    }

    /// <summary>Folder for scratch files: on the file system of the site.</summary>
    public string Scratch => _folder;

    public string Socket => Path.Combine(_sockets, ExportSocket);

    /// <summary>Files that are there while the guest is held.</summary>
    public IEnumerable<string> Notes => Enum.GetValues<GuestHold>().Select(PathOf);

    /// <summary>Whether any guest of the site is or was held; costs a look into a few folders.</summary>
    public static bool AnyNoted(string site) =>
        Directory.EnumerateDirectories(site, Prefix + "*").Any(folder => Enum.GetNames<GuestHold>().Any(hold => File.Exists(Path.Combine(folder, hold))));

    /// <summary>Whether the guest of a machine is or was held.</summary>
    public static bool IsNoted(string site, string machineId) =>
        Enum.GetNames<GuestHold>().Any(hold => File.Exists(Path.Combine(PathOf(site, machineId), hold)));

    /// <summary>Removes what is left of a machine that is deleted.</summary>
    public static void Remove(string site, string machineId)
    {
        if (Directory.Exists(PathOf(site, machineId))) Directory.Delete(PathOf(site, machineId), recursive: true);
    }

    /// <summary>Null while another process captures the machine.</summary>
    /// <exception cref="ReplicationException">SocketPathTooLong.</exception>
    public static CaptureFolder? TryHold(string site, string machineId)
    {
        string folder = PathOf(site, machineId);
        SocketFolder.CreatePrivate(folder);
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }

        if (SocketFolder.Choose(folder, ExportSocket) is { } sockets) return new CaptureFolder(folder, sockets, held);
        held.Dispose();
        throw new ReplicationException(
            "SocketPathTooLong", folder,
            $"Neither its path nor that of the folders for temporary files leaves room for a socket ({SocketFolder.LongestPath} bytes).",
            "a shorter path.", "Set XDG_RUNTIME_DIR or TMPDIR to a folder with a short path.");
    }

    /// <summary>Notes that the guest is about to be held; durable, so that whoever comes after a kill lets it go.</summary>
    public void Note(GuestHold hold)
    {
        using (FileStream note = File.Create(PathOf(hold))) note.Flush(flushToDisk: true);
        DirectorySync.Flush(_folder);
    }

    public bool IsNoted(GuestHold hold) => File.Exists(PathOf(hold));

    public void Forget(GuestHold hold) => File.Delete(PathOf(hold));

    /// <summary>The folder stays: its lock must be one file for everybody who asks for it.</summary>
    public void Dispose()
    {
        File.Delete(Socket);
        SocketFolder.Remove(_sockets, _folder);
        _lock.Dispose();
    }

    private static string PathOf(string site, string machineId) => Path.Combine(site, Prefix + FileNames.Safe(machineId));

    private string PathOf(GuestHold hold) => Path.Combine(_folder, hold.ToString());
}
