using System.Globalization;
using Replication.Aws.HotAdd.Windows;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>A disk image with an MBR, an NTFS volume and what of Windows the injection looks for, made with the system's own tools.</summary>
internal static class WindowsDisk
{
    public const long Length = 64L << 20;
    public const int OfLog = 77;
    public const long PartitionOffset = 1L << 20;

    public static async Task MakeAsync(string path, CancellationToken cancellationToken)
    {
        await using (FileStream file = File.Create(path)) file.SetLength(Length);
        string table = path + ".table";
        await File.WriteAllTextAsync(table, "label: dos\nstart=2048, type=7, bootable\n", cancellationToken);
        await NodeTool.RunAsync("sh", ["-c", "sfdisk -q \"$1\" < \"$2\"", "sh", path, table], cancellationToken);
        await using LoopDevice partition = await LoopDevice.MakeAsync(path, PartitionOffset, Length - PartitionOffset, cancellationToken);
        await NodeTool.RunAsync("mkfs.ntfs", ["-Q", "-q", "-F", partition.Path], cancellationToken);
        await using NtfsMount volume = await NtfsMount.OpenAsync(partition.Path, cancellationToken);
        // Not the case that the injector asks for.
        string system = Directory.CreateDirectory(Path.Combine(volume.InRoot("WINDOWS"), "system32")).FullName;
        Directory.CreateDirectory(Path.Combine(system, "drivers"));
        string config = Directory.CreateDirectory(Path.Combine(system, "config")).FullName;
        await HiveAsync(Path.Combine(config, "SYSTEM"), @"HKEY_LOCAL_MACHINE\SYSTEM", """
            Windows Registry Editor Version 5.00

            [HKEY_LOCAL_MACHINE\SYSTEM\Select]
            "Current"=dword:00000002

            [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet002]

            [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet002\Services]
            "Placeholder"=dword:00000001

            """, cancellationToken);
        await HiveAsync(Path.Combine(config, "SOFTWARE"), @"HKEY_LOCAL_MACHINE\SOFTWARE", """
            Windows Registry Editor Version 5.00

            [HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft]

            [HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows]

            [HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion]
            "ProductName"="Windows Server"

            """, cancellationToken);
    }

    /// <summary>What the image holds of the injection: the driver's text, its start value, and what the order for the first logon runs.</summary>
    public static async Task<(string? Driver, string? Start, string? FirstLogon)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using LoopDevice partition = await LoopDevice.MakeAsync(path, PartitionOffset, Length - PartitionOffset, cancellationToken);
        await using NtfsMount volume = await NtfsMount.OpenAsync(partition.Path, cancellationToken);
        string? driver = volume.Find("Windows", "System32", "drivers", DriverFiles.Driver);
        return (
            driver is null ? null : await File.ReadAllTextAsync(driver, cancellationToken),
            await ValueAsync(volume.Find("Windows", "System32", "config", "SYSTEM")!, @"\ControlSet002\Services\xenvbd", "Start", cancellationToken),
            await FirstLogonAsync(volume, cancellationToken));
    }

    /// <summary>The scripts, from the one that the order names on.</summary>
    private static async Task<string?> FirstLogonAsync(NtfsMount volume, CancellationToken cancellationToken)
    {
        string? order = await ValueAsync(
            volume.Find("Windows", "System32", "config", "SOFTWARE")!, @"\Microsoft\Windows\CurrentVersion\RunOnce", "ReplicationDrivers", cancellationToken);
        if (order is null) return null;
        string[] path = order["cmd /c C:\\".Length..].Split('\\');
        string script = await File.ReadAllTextAsync(volume.Find(path)!, cancellationToken);
        return script + await File.ReadAllTextAsync(volume.Find(path[0], "after-restart.cmd")!, cancellationToken);
    }

    /// <summary>
    /// Leaves the SYSTEM hive as a running Windows does, a change begun and not ended, and beside it as its log a whole hive in which
    /// the placeholder is <see cref="OfLog"/>.
    /// </summary>
    public static async Task LeaveInUseAsync(string path, CancellationToken cancellationToken)
    {
        await using LoopDevice partition = await LoopDevice.MakeAsync(path, PartitionOffset, Length - PartitionOffset, cancellationToken);
        await using NtfsMount volume = await NtfsMount.OpenAsync(partition.Path, cancellationToken);
        string hive = volume.Find("Windows", "System32", "config", "SYSTEM")!;
        string log = hive + ".LOG1";
        File.Copy(hive, log);
        await new RegistryHive(log, @"HKEY_LOCAL_MACHINE\SYSTEM").MergeAsync($"""
            Windows Registry Editor Version 5.00

            [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet002\Services]
            "Placeholder"=dword:{OfLog:x8}

            """, cancellationToken);
        byte[] bytes = await File.ReadAllBytesAsync(hive, cancellationToken);
        bytes[4]++;
        EmptyHive.FixChecksum(bytes);
        await File.WriteAllBytesAsync(hive, bytes, cancellationToken);
    }

    public static async Task<int> PlaceholderAsync(string path, CancellationToken cancellationToken)
    {
        await using LoopDevice partition = await LoopDevice.MakeAsync(path, PartitionOffset, Length - PartitionOffset, cancellationToken);
        await using NtfsMount volume = await NtfsMount.OpenAsync(partition.Path, cancellationToken);
        string? text = await ValueAsync(volume.Find("Windows", "System32", "config", "SYSTEM")!, @"\ControlSet002\Services", "Placeholder", cancellationToken);
        return text!.StartsWith("0x", StringComparison.Ordinal)
            ? int.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : int.Parse(text, CultureInfo.InvariantCulture);
    }

    private static async Task HiveAsync(string path, string prefix, string text, CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(path, EmptyHive.Make(), cancellationToken);
        await new RegistryHive(path, prefix).MergeAsync(text, cancellationToken);
    }

    private static async Task<string?> ValueAsync(string hive, string key, string value, CancellationToken cancellationToken)
    {
        try
        {
            return (await NodeTool.RunAsync("hivexget", [hive, key, value], cancellationToken)).Trim();
        }
        catch (Core.Errors.ReplicationException)
        {
            return null;
        }
    }
}
