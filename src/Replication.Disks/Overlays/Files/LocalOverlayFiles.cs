using Microsoft.Win32.SafeHandles;
using Replication.Core.Platform;

namespace Replication.Disks.Overlays.Files;

/// <summary>An overlay as a folder with the files <c>data</c> and <c>map</c>.</summary>
internal sealed class LocalOverlayFiles(string folder) : IOverlayFiles
{
    // EWOULDBLOCK on Linux and macOS; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows.
    private static readonly int[] LockedCodes = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private string Data => System.IO.Path.Combine(folder, "data");

    private string Map => System.IO.Path.Combine(folder, "map");

    private string NewMap => System.IO.Path.Combine(folder, "map.new");

    public string Path => folder;

    public bool HasMap => File.Exists(Map);

    public IOverlayFile OpenData()
    {
        try
        {
            SafeFileHandle handle = File.OpenHandle(Data, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            SparseFile.MarkSparse(handle);
            return new LocalOverlayFile(handle);
        }
        catch (IOException error) when (LockedCodes.Contains(error.HResult))
        {
            throw OverlayErrors.InUse(folder, error);
        }
    }

    // The lock of the data file is the overlay's; the map is replaced while it is open.
    public IOverlayFile OpenMap() =>
        new LocalOverlayFile(File.OpenHandle(Map, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    public IOverlayFile CreateMap() =>
        new LocalOverlayFile(File.OpenHandle(NewMap, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    public void CommitMap()
    {
        File.Move(NewMap, Map, overwrite: true);
        DirectorySync.Flush(folder);
    }
}
