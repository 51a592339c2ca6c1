using Replication.Aws.HotAdd;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>A driver folder with everything in it.</summary>
internal static class DriverFiles
{
    public const string Driver = "xenvbd.sys";

    public static string Make(string parent)
    {
        string folder = Directory.CreateDirectory(Path.Combine(parent, "drivers")).FullName;
        File.WriteAllText(Path.Combine(folder, DriverFolder.PvDrivers), "installer of the drivers");
        File.WriteAllText(Path.Combine(folder, DriverFolder.Ec2Config), "installer of the service");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, DriverFolder.Boot)).FullName, Driver), "a driver");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, DriverFolder.Registry)).FullName, "xenvbd.reg"), """
            Windows Registry Editor Version 5.00

            [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\xenvbd]
            "Start"=dword:00000000
            "Type"=dword:00000001
            "ErrorControl"=dword:00000001
            "ImagePath"="system32\\drivers\\xenvbd.sys"

            """);
        return folder;
    }
}
