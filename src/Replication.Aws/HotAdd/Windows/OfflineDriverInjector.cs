using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Core.Rules.Guests;

namespace Replication.Aws.HotAdd.Windows;

/// <summary>
/// Writes drivers into a Windows guest that is off, with the node's own ntfs-3g and hivex: the boot drivers beside the others,
/// the registry values that have them started, the installers into a folder of the system drive, and the order to run them at
/// the first logon, after which the guest restarts once (AWS-16).
/// </summary>
internal sealed class OfflineDriverInjector(IHiveCompletion completion) : IDriverInjector
{
    /// <summary>Folder on the guest's system drive.</summary>
    public const string GuestFolder = "Amazon";

    private static readonly string[] Tools = ["sfdisk", "losetup", "ntfs-3g", "hivexregedit", "hivexget", "umount"];

    public string? Unavailable
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return "Drivers are put into guests on Linux alone.";
            if (!Environment.IsPrivilegedProcess) return "This program may not mount file systems here.";
            string[] missing = [.. Tools.Where(tool => ToolPath.Find(tool) is null)];
            return missing.Length == 0 ? null : $"It lacks {string.Join(", ", missing)}.";
        }
    }

    public async Task InjectAsync(string devicePath, DriverFolder drivers, CancellationToken cancellationToken)
    {
        foreach ((long offset, long length) in await PartitionList.ReadAsync(devicePath, cancellationToken))
        {
            await using LoopDevice partition = await LoopDevice.MakeAsync(devicePath, offset, length, cancellationToken);
            if (await TryInjectAsync(partition.Path, drivers, cancellationToken)) return;
        }

        throw new ReplicationException("DriverInjectionFailed", devicePath, "No partition of it holds a Windows system.", "the boot disk of a Windows guest.");
    }

    private async Task<bool> TryInjectAsync(string partition, DriverFolder drivers, CancellationToken cancellationToken)
    {
        if (!await IsNtfsAsync(partition, cancellationToken)) return false;
        await using NtfsMount volume = await NtfsMount.OpenAsync(partition, cancellationToken);
        var hives = new GuestHives(volume, completion);
        if (hives.Find("SYSTEM") is not { } system || volume.Find("Windows", "System32", "drivers") is not { } folder) return false;
        foreach (string hive in (string[])["SYSTEM", "SOFTWARE"]) await hives.CompleteAsync(hive, cancellationToken);
        foreach (string driver in drivers.BootDrivers) File.Copy(driver, Path.Combine(folder, Path.GetFileName(driver)), overwrite: true);
        var systemHive = new RegistryHive(system, @"HKEY_LOCAL_MACHINE\SYSTEM");
        foreach (string file in drivers.RegistryFiles) await systemHive.MergeAsync(await File.ReadAllTextAsync(file, cancellationToken), cancellationToken);

        string installers = Directory.CreateDirectory(volume.InRoot(GuestFolder)).FullName;
        foreach (string file in Directory.EnumerateFiles(drivers.Path)) File.Copy(file, Path.Combine(installers, Path.GetFileName(file)), overwrite: true);
        foreach ((string name, string text) in FirstLogonScript.Files($"C:\\{GuestFolder}")) await File.WriteAllTextAsync(Path.Combine(installers, name), text, cancellationToken);
        if (hives.Find("SOFTWARE") is { } software)
            await new RegistryHive(software, @"HKEY_LOCAL_MACHINE\SOFTWARE").MergeAsync(FirstLogon, cancellationToken);
        return true;
    }

    private static async Task<bool> IsNtfsAsync(string partition, CancellationToken cancellationToken)
    {
        // The name of the file system in the boot sector, after the jump.
        byte[] sector = new byte[512];
        await using FileStream file = File.OpenRead(partition);
        return await file.ReadAtLeastAsync(sector, sector.Length, throwOnEndOfStream: false, cancellationToken) == sector.Length && sector.AsSpan(3, 8).SequenceEqual("NTFS    "u8);
    }

    private static string FirstLogon => $"""
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\RunOnce]
        "ReplicationDrivers"="cmd /c C:\\{GuestFolder}\\{FirstLogonScript.FileName}"

        """;
}
