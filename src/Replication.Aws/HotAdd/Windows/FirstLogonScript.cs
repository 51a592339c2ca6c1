namespace Replication.Aws.HotAdd.Windows;

/// <summary>
/// What a guest does at the first logon of a user: it installs what was copied beside this file, has the next start report itself on
/// the serial port, and restarts. The report is made by a task of the system, because nobody need log on a second time.
/// </summary>
internal static class FirstLogonScript
{
    /// <summary>Beside the installers.</summary>
    public const string FileName = "first-logon.cmd";

    /// <summary>Line on the serial port after the restart.</summary>
    public const string Report = "replication: driver set-up is complete";

    private const string Task = "ReplicationDrivers";
    private const string AfterRestart = "after-restart.cmd";

    /// <param name="folder">Where the files are in the guest, as Windows writes it.</param>
    /// <returns>Names and texts of the files, with the line ends of Windows.</returns>
    public static IEnumerable<(string Name, string Text)> Files(string folder)
    {
        yield return (FileName, Lines(
            "@echo off",
            $"msiexec /i {folder}\\{DriverFolder.PvDrivers} /quiet /norestart",
            $"{folder}\\{DriverFolder.Ec2Config} /quiet",
            $"schtasks /create /f /tn {Task} /sc onstart /ru SYSTEM /tr {folder}\\{AfterRestart}",
            "shutdown /r /t 10"));
        yield return (AfterRestart, Lines("@echo off", $"echo {Report}> COM1", $"schtasks /delete /f /tn {Task}"));
    }

    private static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + "\r\n"));
}
