namespace Replication.Core.Rules.Guests;

/// <summary>Ids under which a failed rule about a guest refuses an operation; docs/errors.md lists them.</summary>
public static class GuestErrorIds
{
    public const string DomainController = "PrereqFailed.DomainController";
    public const string DotNet = "PrereqFailed.DotNet";
    public const string RemoteDesktop = "PrereqFailed.Rdp";
    public const string Firewall = "PrereqFailed.Firewall";
    public const string UserAccountControl = "PrereqFailed.Uac";
    public const string FreeSpace = "PrereqFailed.FreeSpace";
    public const string AutoAdminLogon = "PrereqFailed.AutoAdminLogon";
    public const string GptBoot = "PrereqFailed.GptBoot";
    public const string Banner = "PrereqFailed.Banner";
    public const string ManualDrivers = "PrereqFailed.ManualDrivers";
    public const string Ssh = "PrereqFailed.Ssh";
    public const string HostFirewall = "PrereqFailed.HostFirewall";
    public const string XenBlkfront = "PrereqFailed.XenBlkfront";
    public const string XenNetfront = "PrereqFailed.XenNetfront";
    public const string Nvme = "PrereqFailed.Nvme";
    public const string Ena = "PrereqFailed.Ena";
    public const string Grub = "PrereqFailed.Grub";
    public const string RootFs = "PrereqFailed.RootFs";
    public const string Fstab = "PrereqFailed.Fstab";
    public const string NewBackup = "PrereqFailed.NewBackup";
    public const string RealTimeIsUniversalMissing = "RealTimeIsUniversalMissing";
    public const string StaticIpNeedsImport = "StaticIpNeedsImport";
    public const string RootFsNotSupported = "RootFsNotSupported";
    public const string DriversMissingOnSource = "DriversMissingOnSource";
    public const string BackupPredatesDrivers = "BackupPredatesDrivers";

    /// <summary>A disk of a Windows guest without a partition table (HOT-19, HOT-20 name MBR and GPT).</summary>
    public const string PartitionStyleNotSupported = "PartitionStyleNotSupported";

    /// <summary>The tool that was asked for by name cannot be used on this machine.</summary>
    public const string GuestToolMissing = "GuestToolMissing";
}
