using Replication.Core.Platform;

namespace Replication.Hypervisors.Local;

/// <summary>Pictures of booted recovery points: a folder per VM, a PNG file per point.</summary>
internal static class BootPictures
{
    private const string FolderName = ".boot-checks";
    private const string Extension = ".png";

    public static string PathOf(string siteFolder, string vmId, string pointId) => Path.Combine(Folder(siteFolder, vmId), FileNames.Safe(pointId) + Extension);

    public static void RemoveAllBut(string siteFolder, string vmId, IReadOnlyCollection<string> keepPointIds)
    {
        string folder = Folder(siteFolder, vmId);
        if (!Directory.Exists(folder)) return;
        var kept = keepPointIds.Select(id => FileNames.Safe(id) + Extension).ToHashSet(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder).Where(file => !kept.Contains(Path.GetFileName(file))).ToList()) File.Delete(file);
    }

    private static string Folder(string siteFolder, string vmId) => Path.Combine(siteFolder, FolderName, FileNames.Safe(vmId));
}
