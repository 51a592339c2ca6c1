using Replication.Core.Disks;
using Replication.Core.Platform;
using Replication.Disks.Overlays.Files;

namespace Replication.Disks.Overlays;

/// <summary>Overlays on the file system.</summary>
public sealed class DiskOverlays : IDiskOverlays
{
    public void Create(string folder, OverlayBase basis)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var files = new LocalOverlayFiles(folder);
            if (files.HasMap) Open(files, basis).Close();
            else Create(files, OverlayHeader.Of(basis));
            DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(folder))!);
        }
        catch (Exception error) when (OverlayErrors.IsStorage(error))
        {
            throw OverlayErrors.Write(folder, error);
        }
    }

    public IOverlayDisk Open(string folder, OverlayBase basis, IDiskView view)
    {
        var files = new LocalOverlayFiles(folder);
        if (!files.HasMap) throw OverlayErrors.NotFound(folder);
        try
        {
            return new OverlayDisk(view, Open(files, basis));
        }
        catch (Exception error) when (OverlayErrors.IsStorage(error))
        {
            throw OverlayErrors.Read(folder, error);
        }
    }

    public void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (OverlayErrors.IsStorage(error))
        {
            throw OverlayErrors.Write(folder, error);
        }
    }

    internal static void Create(IOverlayFiles files, OverlayHeader header)
    {
        using IOverlayFile data = files.OpenData();
        data.Flush();
        using (OverlayLog.Write(files.CreateMap(), header, new OverlayMap(), OverlayChunk.Count(header.DiskLength))) files.CommitMap();
    }

    internal static OverlayState Open(IOverlayFiles files, OverlayBase basis)
    {
        IOverlayFile data = files.OpenData();
        IOverlayFile? map = null;
        try
        {
            map = files.OpenMap();
            var bytes = new byte[OverlayHeader.Size];
            OverlayHeader header = OverlayHeader.Read(bytes.AsSpan(0, map.Read(0, bytes)), files.Path);
            if (!header.IsOf(basis)) throw OverlayErrors.BaseMismatch(files.Path, header, basis.Id);
            return OverlayState.Open(files, header, data, map);
        }
        catch
        {
            map?.Dispose();
            data.Dispose();
            throw;
        }
    }
}
