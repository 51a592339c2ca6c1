using System.Globalization;
using System.Text.RegularExpressions;

namespace Replication.Disks.Guests;

/// <summary>
/// Puts a Linux guest's other file systems into its tree, as its fstab says. What fstab names and no reader could open is
/// put there as missing, so that nobody takes an empty folder for the guest's /boot.
/// </summary>
internal static partial class FstabMounts
{
    /// <summary>Kinds that are no disk of this machine.</summary>
    private static readonly string[] Elsewhere = ["swap", "tmpfs", "proc", "sysfs", "devpts", "nfs", "nfs4", "cifs", "none", "fuse", "iso9660", "udf"];

    public static void Apply(GuestTree tree, IReadOnlyList<FstabEntry> entries, IVolumeReader reader)
    {
        foreach (var entry in entries)
        {
            if (!entry.Point.StartsWith('/') || entry.Point == "/" || Elsewhere.Contains(entry.Type)) continue;
            if (entry.Options.Contains("bind") || entry.Options.Contains("rbind")) continue;
            if (reader.Volumes.FirstOrDefault(volume => IsMeant(volume.Identity, entry.Spec)) is { } found)
            {
                tree.Mount(entry.Point, found, entry.Subvolume);
            }
            else
            {
                string reasons = reader.Unreadable.Count == 0 ? "no such volume was found" : string.Join("; ", reader.Unreadable);
                tree.MountMissing(entry.Point, $"{entry.Spec} ({reasons})");
            }
        }
    }

    private static bool IsMeant(VolumeIdentity volume, string spec)
    {
        (string key, string value) = Split(spec);
        switch (key)
        {
            case "UUID": return string.Equals(volume.Uuid, value, StringComparison.OrdinalIgnoreCase);
            case "LABEL": return volume.Label == value;
            case "PARTUUID": return string.Equals(volume.PartitionId, value, StringComparison.OrdinalIgnoreCase);
        }

        if (volume.LogicalVolume is { } device) return device == spec || MapperName(device) == spec;
        if (KernelName().Match(spec) is not { Success: true } name || volume.DiskIndex is null) return false;
        int disk = name.Groups["letter"] is { Success: true } letter
            ? letter.Value[0] - 'a'
            : int.Parse(name.Groups["number"].Value, CultureInfo.InvariantCulture);
        return disk == volume.DiskIndex
            && name.Groups["partition"].Value == (volume.Partition?.ToString(CultureInfo.InvariantCulture) ?? "");
    }

    private static (string Key, string Value) Split(string spec)
    {
        const string folder = "/dev/disk/by-";
        if (spec.StartsWith(folder, StringComparison.Ordinal) && spec[folder.Length..].Split('/') is [var kind, var name])
        {
            return (kind.ToUpperInvariant(), name);
        }

        int equals = spec.IndexOf('=');
        return equals < 0 ? ("", spec) : (spec[..equals], spec[(equals + 1)..].Trim('"'));
    }

    /// <summary>/dev/vg/lv is /dev/mapper/vg-lv, where a hyphen within a name is doubled.</summary>
    private static string MapperName(string device) => device.Split('/') is ["", "dev", var group, var volume]
        ? $"/dev/mapper/{group.Replace("-", "--", StringComparison.Ordinal)}-{volume.Replace("-", "--", StringComparison.Ordinal)}"
        : device;

    [GeneratedRegex(@"^/dev/(?:(?:sd|hd|vd|xvd)(?<letter>[a-z])(?<partition>\d{0,3})|nvme(?<number>\d{1,3})n1(?:p(?<partition>\d{1,3}))?)$")]
    private static partial Regex KernelName();
}
