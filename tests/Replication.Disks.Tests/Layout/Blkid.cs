using Replication.Core.Disks;
using Replication.Disks.Tests.Vmdk;
using FileSystemInfo = Replication.Core.Disks.FileSystemInfo;

namespace Replication.Disks.Tests.Layout;

/// <summary>What blkid recognises in a file, in our words.</summary>
internal static class Blkid
{
    public static FileSystemInfo? Probe(string path, long offset = 0)
    {
        (int code, string output, _) = Tool.TryRun("blkid", "-p", "-O", $"{offset}", "-o", "export", path);
        if (code != 0) return null;
        var values = output.Split('\n').Where(l => l.Contains('=')).ToDictionary(l => l[..l.IndexOf('=')], l => l[(l.IndexOf('=') + 1)..]);
        string type = values["TYPE"] == "vfat" ? values["VERSION"].ToLowerInvariant() : values["TYPE"].ToLowerInvariant();

        // Backslashes escape what a shell would take apart.
        return new FileSystemInfo(
            type, values.GetValueOrDefault("LABEL")?.Replace("\\", "", StringComparison.Ordinal), values.GetValueOrDefault("UUID"));
    }
}
