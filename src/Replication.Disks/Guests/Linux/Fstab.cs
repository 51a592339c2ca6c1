namespace Replication.Disks.Guests;

/// <summary>/etc/fstab: which file systems the guest mounts where (fstab(5)).</summary>
internal static class Fstab
{
    public const string Path = "/etc/fstab";

    /// <summary>Prefixes of names that the kernel gives to disks in the order in which it finds them.</summary>
    private static readonly string[] Unstable = ["/dev/sd", "/dev/hd", "/dev/vd", "/dev/xvd", "/dev/nvme", "/dev/mmcblk"];

    public static IReadOnlyList<FstabEntry> Parse(string text)
    {
        var entries = new List<FstabEntry>();
        foreach (string line in text.Split('\n'))
        {
            string[] fields = line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 3 || fields[0].StartsWith('#')) continue;
            string point = fields[1].Replace("\\040", " ", StringComparison.Ordinal);
            entries.Add(new FstabEntry(
                fields[0], point.Length > 1 ? point.TrimEnd('/') : point, fields[2], fields.Length > 3 ? fields[3].Split(',') : []));
        }

        return entries;
    }

    /// <summary>Whether the name may be another disk's after the move.</summary>
    public static bool IsDeviceName(string spec) => Unstable.Any(prefix => spec.StartsWith(prefix, StringComparison.Ordinal));
}
