using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Guests;

/// <summary>A folder with the files of a Windows guest; its hives are written by hivex when it is finished.</summary>
internal sealed class WindowsTree
{
    private const string Version = @"Microsoft\Windows NT\CurrentVersion";
    private const string Firewall = @"ControlSet002\Services\SharedAccess\Parameters\FirewallPolicy";

    private readonly Dictionary<(string Key, string Name), string> _system = [];
    private readonly Dictionary<(string Key, string Name), string> _software = [];

    /// <summary>A server with which nothing is wrong. Control set 1 is broken, to show that it is not the one that is read.</summary>
    public WindowsTree(TempFolder folder, string name)
    {
        Folder = Directory.CreateDirectory(folder.File(name)).FullName;
        System("Select", "Current", "dword:2");
        System(@"ControlSet001\Control\Terminal Server", "fDenyTSConnections", "dword:1");
        System(@"ControlSet002\Control\Terminal Server", "fDenyTSConnections", "dword:0");
        System(@"ControlSet002\Control\TimeZoneInformation", "RealTimeIsUniversal", "dword:1");
        System(@"ControlSet002\Control\ProductOptions", "ProductType", "string:ServerNT");
        System(@"ControlSet002\Control\Session Manager\Environment", "PROCESSOR_ARCHITECTURE", "string:AMD64");
        System(@"ControlSet002\Control\Nls\Language", "InstallLanguage", "string:0409");
        foreach (string profile in (string[])["DomainProfile", "StandardProfile", "PublicProfile"])
        {
            System($@"{Firewall}\{profile}", "EnableFirewall", "dword:0");
        }

        Driver("xenvbd", 0);
        Driver("xennet", 3);
        Driver("ena", 3);
        System(@"ControlSet002\Services\Ec2Config", "Start", "dword:2");
        Software(Version, "ProductName", "string:Windows Server 2012 R2 Standard");
        Software(Version, "EditionID", "string:ServerStandard");
        Software(@"Microsoft\NET Framework Setup\NDP\v4\Full", "Release", "dword:528049");
        Software(@"Microsoft\Windows\CurrentVersion\Policies\System", "EnableLUA", "dword:0");
        Software($@"{Version}\Winlogon", "AutoAdminLogon", "string:1");
    }

    public string Folder { get; }

    public WindowsTree System(string key, string name, string value)
    {
        _system[(key, name)] = value;
        return this;
    }

    public WindowsTree Software(string key, string name, string value)
    {
        _software[(key, name)] = value;
        return this;
    }

    public WindowsTree Driver(string service, int start)
    {
        System($@"ControlSet002\Services\{service}", "Start", $"dword:{start}");
        Directory.CreateDirectory($"{Folder}/Windows/System32/drivers");
        File.WriteAllText($"{Folder}/Windows/System32/drivers/{service}.sys", "MZ");
        return this;
    }

    /// <summary>Writes the hives and returns the folder.</summary>
    public string Finish()
    {
        Tool.Need("hivexsh");
        string config = Directory.CreateDirectory($"{Folder}/Windows/System32/config").FullName;
        HiveFile.Write($"{config}/SYSTEM", _system.Select(entry => (entry.Key.Key, entry.Key.Name, entry.Value)));
        HiveFile.Write($"{config}/SOFTWARE", _software.Select(entry => (entry.Key.Key, entry.Key.Name, entry.Value)));
        return Folder;
    }
}
