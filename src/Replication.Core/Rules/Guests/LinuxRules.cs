namespace Replication.Core.Rules.Guests;

/// <summary>What a Linux guest needs before its backup is taken (LNX-01..09, HOT-18, HOT-21).</summary>
internal static class LinuxRules
{
    private const string RootFileSystemsInWords = "ext2, ext3, ext4, Btrfs, JFS or XFS";

    private static readonly string[] RootFileSystems = ["ext2", "ext3", "ext4", "btrfs", "jfs", "xfs"];

    public static IEnumerable<Finding> Evaluate(GuestFacts facts, GuestDestination destination)
    {
        string vm = destination.Machine;
        var linux = facts.Linux;
        return
        [
            Ask(
                Rule("LNX-01", GuestErrorIds.Ssh, "The SSH server starts with the system", $"Enable sshd on {vm} and take a new backup."),
                rule => rule.Judge(vm, linux.SshEnabled, on => on, on => $"The SSH server is {(on ? "" : "not ")}enabled.")),
            Ask(
                Rule("LNX-02", GuestErrorIds.HostFirewall, "The host's firewall lets SSH (TCP 22) in",
                    $"Permit TCP port 22 in the firewall of {vm} and take a new backup."),
                rule => rule.Judge(vm, linux.FirewallPermitsSsh, yes => yes, yes => $"The host's firewall {(yes ? "permits" : "blocks")} SSH.")),
            Ask(
                Xen("LNX-03", GuestErrorIds.XenBlkfront, "xen-blkfront built in or in the initramfs", "xen-blkfront"),
                rule => Disk(rule, GuestDriver.XenDisk, "xen-blkfront")),
            Ask(
                Xen("LNX-04", GuestErrorIds.XenNetfront, "xen-netfront built in or installed as a module", "xen-netfront"),
                rule => Network(rule, GuestDriver.XenNetwork, "xen-netfront")),
            Ask(
                Rule("LNX-05", GuestErrorIds.Nvme, "nvme built in or in the initramfs", Install("nvme")),
                rule => OfNitro(rule, Disk(rule, GuestDriver.Nvme, "nvme"))),
            Ask(
                Rule("LNX-06", GuestErrorIds.Ena, "ena built in or installed as a module", Install("ena")),
                rule => OfNitro(rule, Network(rule, GuestDriver.Ena, "ena"))),
            Ask(
                Rule("LNX-07", GuestErrorIds.Grub, "GRUB legacy or GRUB 2", $"Install GRUB 2 on {vm} and take a new backup."),
                rule => rule.Judge(
                    vm, linux.BootLoader, loader => loader is BootLoader.GrubLegacy or BootLoader.Grub2,
                    loader => loader is BootLoader.None ? "No boot loader was found." : $"The boot loader is {loader}.")),
            Ask(
                Rule("LNX-08", GuestErrorIds.RootFs, $"A root file system of {RootFileSystemsInWords}", MoveRoot()),
                RootFileSystem),
            Ask(
                Rule("LNX-09", GuestErrorIds.Fstab, "/etc/fstab names file systems by UUID or label",
                    $"Replace device names by UUID= in /etc/fstab of {vm} and take a new backup.", FindingSeverity.Warning),
                rule => rule.Judge(
                    vm, linux.FstabDeviceNames, names => names.Count == 0,
                    names => names.Count == 0 ? "No device names." : $"Device names: {string.Join(", ", names)}.")),
            Ask(
                Rule("HOT-18", GuestErrorIds.StaticIpNeedsImport, "Every interface gets its address by DHCP",
                    $"Use DHCP on {vm} and take a new backup, or use the import method.",
                    destination.HotAdd ? FindingSeverity.Error : FindingSeverity.Warning),
                rule => rule.Judge(
                    vm, linux.StaticAddresses, fixedOnes => fixedOnes.Count == 0,
                    fixedOnes => fixedOnes.Count == 0 ? "No static addresses." : $"Static addresses: {string.Join(", ", fixedOnes)}.")),
            Ask(
                Rule("HOT-21", GuestErrorIds.RootFsNotSupported, $"A root file system of {RootFileSystemsInWords}", MoveRoot()),
                RootFileSystem),
        ];

        Finding Ask(GuestRule rule, Func<GuestRule, Finding> answer) => rule.OutOfScope(facts, vm) ?? answer(rule);

        Finding RootFileSystem(GuestRule rule) =>
            rule.Judge(vm, linux.RootFileSystem, RootFileSystems.Contains, kind => $"The root file system is {kind}.");

        Finding Disk(GuestRule rule, GuestDriver driver, string name) => rule.Judge(
            vm, linux.Drivers[driver], how => how.ServesRootDisk(), how => DriverInWords(name, how));

        Finding Network(GuestRule rule, GuestDriver driver, string name) => rule.Judge(
            vm, linux.Drivers[driver], how => how is not DriverAvailability.Missing, how => DriverInWords(name, how));

        Finding OfNitro(GuestRule rule, Finding answer) => (destination.Nitro, answer.Status) switch
        {
            (false, _) => rule.NotApplicable(vm, "The destination is not a Nitro instance."),
            (null, FindingStatus.Failed) => rule.Unknown(vm, $"whether the destination is a Nitro instance. {answer.Found}"),
            _ => answer,
        };

        // A Nitro instance has no Xen devices; the drivers then only matter for a later change of the instance type.
        GuestRule Xen(string id, string errorId, string needed, string driver) =>
            Rule(id, errorId, needed, Install(driver), destination.Nitro is true ? FindingSeverity.Warning : FindingSeverity.Error);

        string Install(string driver) => $"Install {driver} on {vm}, rebuild its initramfs and take a new backup.";

        string MoveRoot() => $"Move the root of {vm} to {RootFileSystemsInWords} and take a new backup.";
    }

    private static GuestRule Rule(
        string id, string errorId, string needed, string fix, FindingSeverity severity = FindingSeverity.Error) =>
        new(id, errorId, GuestFamily.Linux, severity, needed, fix);

    private static string DriverInWords(string name, DriverAvailability how) => how switch
    {
        DriverAvailability.BuiltIn => $"{name} is built into the kernel.",
        DriverAvailability.Initramfs => $"{name} is in the initramfs.",
        DriverAvailability.Module => $"{name} is a module and not in the initramfs.",
        _ => $"{name} is missing.",
    };
}
