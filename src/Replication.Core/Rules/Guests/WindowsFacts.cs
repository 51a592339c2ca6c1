namespace Replication.Core.Rules.Guests;

/// <summary>The configuration of a Windows guest, from its registry hives and its system volume.</summary>
public sealed record WindowsFacts
{
    /// <summary>Whether it is an Active Directory domain controller (ProductType LanmanNT with the NTDS service).</summary>
    public required Fact<bool> DomainController { get; init; }

    /// <summary>The Release value of .NET Framework 4.5 and later; 0 when there is none.</summary>
    public required Fact<int> DotNetRelease { get; init; }

    public required Fact<bool> RemoteDesktopEnabled { get; init; }

    /// <summary>The profiles (Domain, Private, Public) for which Windows Firewall is on.</summary>
    public required Fact<IReadOnlyList<string>> FirewallProfiles { get; init; }

    public required Fact<bool> UserAccountControl { get; init; }

    /// <summary>Free bytes of the volume that holds Windows.</summary>
    public required Fact<long> FreeBytes { get; init; }

    /// <summary>Whether AutoAdminLogon is there and off; a value that is absent disables nothing.</summary>
    public required Fact<bool> AutoAdminLogonDisabled { get; init; }

    public required Fact<bool> RealTimeIsUniversal { get; init; }

    /// <summary>Whether a legal notice is shown before logon.</summary>
    public required Fact<bool> LegalNotice { get; init; }

    /// <summary>Which of the drivers for Amazon's hardware can be started.</summary>
    public required Fact<IReadOnlySet<GuestDriver>> Drivers { get; init; }

    /// <summary>Whether EC2Config, EC2Launch or EC2Launch v2 is installed.</summary>
    public required Fact<bool> Ec2Service { get; init; }

    public static WindowsFacts Unknown(string reason) => new()
    {
        DomainController = Fact<bool>.Unknown(reason),
        DotNetRelease = Fact<int>.Unknown(reason),
        RemoteDesktopEnabled = Fact<bool>.Unknown(reason),
        FirewallProfiles = Fact<IReadOnlyList<string>>.Unknown(reason),
        UserAccountControl = Fact<bool>.Unknown(reason),
        FreeBytes = Fact<long>.Unknown(reason),
        AutoAdminLogonDisabled = Fact<bool>.Unknown(reason),
        RealTimeIsUniversal = Fact<bool>.Unknown(reason),
        LegalNotice = Fact<bool>.Unknown(reason),
        Drivers = Fact<IReadOnlySet<GuestDriver>>.Unknown(reason),
        Ec2Service = Fact<bool>.Unknown(reason),
    };
}
