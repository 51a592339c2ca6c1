using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>Which volumes may keep the points in time, and why the others may not (FBK-35..45).</summary>
public static class RetentionVolumes
{
    private const string WindowsDefault = "R:";
    private const string LinuxDefault = "/mnt/retention";

    /// <summary>Volume that is taken when nobody chooses one (FBK-41, FBK-42).</summary>
    public static string Default(GuestFamily family) => family == GuestFamily.Windows ? WindowsDefault : LinuxDefault;

    /// <param name="owner">Server that has the volumes, for messages.</param>
    /// <param name="family">Its operating system; null when it is not known, and then no volume is the default.</param>
    /// <param name="volumes">Its volumes.</param>
    /// <param name="now">The time of the question: a new volume takes a while to be reported.</param>
    /// <param name="includeIneligible">Lists those too that cannot be chosen.</param>
    public static IReadOnlyList<RetentionChoice> List(
        string owner, GuestFamily? family, IEnumerable<RetentionVolume> volumes, DateTimeOffset now, bool includeIneligible = false) =>
    [
        .. volumes.Select(volume => new RetentionChoice(volume.Path, family is { } known && IsDefault(volume.Path, known), [.. Judge(owner, volume, now)]))
            .Where(choice => includeIneligible || choice.Eligible),
    ];

    private static bool IsDefault(string path, GuestFamily family) => family == GuestFamily.Windows
        ? string.Equals(path.TrimEnd('\\'), WindowsDefault, StringComparison.OrdinalIgnoreCase) : path.TrimEnd('/') == LinuxDefault;

    private static IEnumerable<Finding> Judge(string owner, RetentionVolume volume, DateTimeOffset now)
    {
        string target = $"{owner}, volume {volume.Path}";
        yield return Answer.Of(
            "FBK-36", FailbackErrorIds.RetentionDriveInUse, volume.UsedFor is { } use ? use.Length == 0 : null, target,
            volume.UsedFor is { Length: > 0 } purpose ? $"It is used as {purpose}." : volume.UsedFor is null ? "What it is used for is not known." : "It is used for nothing else.",
            "a volume for retention alone.", "Add a disk for it.");
        yield return Answer.Of(
            "FBK-37", FailbackErrorIds.RetentionDriveLocked, !volume.Locked, target, $"Locked: {Answer.Text(volume.Locked)}.", "a volume that is not locked.", "Unlock it.");
        yield return Answer.Of(
            "FBK-38", FailbackErrorIds.RetentionDriveIsCache, !volume.HoldsInstallation, target,
            $"Process server or master target installed on it: {Answer.Text(volume.HoldsInstallation)}.", "a volume that nothing is installed on: such a one is the cache.",
            "Choose another volume.");
        yield return Answer.Of(
            "FBK-39", FailbackErrorIds.RetentionDriveFat, NotFat(volume.FileSystem), target, $"Its file system is {Answer.Text(volume.FileSystem)}.",
            "a file system other than FAT and FAT32.", "Format it with NTFS, or with a file system of Linux.");
        yield return Answer.Of(
            "FBK-40", FailbackErrorIds.RetentionDriveEmpty, volume.CapacityBytes is { } bytes ? bytes > 0 : null, target,
            $"Its capacity is {Answer.Text(volume.CapacityBytes)} bytes.", "more than zero.", "Give it space.");
        if (Pending(volume, now) is { } pending) yield return pending with { Target = target };
    }

    /// <summary>The document names FAT and FAT32. It does not speak of exFAT, so nothing is claimed about it.</summary>
    private static bool? NotFat(string? fileSystem) => fileSystem?.ToUpperInvariant() switch
    {
        null or "EXFAT" => null,
        "FAT" or "FAT12" or "FAT16" or "FAT32" or "VFAT" => false,
        _ => true,
    };

    private static Finding? Pending(RetentionVolume volume, DateTimeOffset now)
    {
        if (volume.Reported) return null;
        bool waiting = volume.AddedAt is { } added && now - added <= FailbackView.ReportTime;
        return new Finding(
            "FBK-45", FailbackErrorIds.RetentionDrivePending, FindingStatus.Failed, FindingSeverity.Error, "",
            $"The configuration server has not reported it; it was added at {Answer.Text(volume.AddedAt?.UtcDateTime)} UTC.", "a volume that was reported.",
            waiting ? "Wait: a new volume may take 15 minutes to appear." : "Refresh the configuration server.");
    }
}
