using System.Globalization;

namespace Replication.Core.Rules.Guests;

/// <summary>What a Windows guest needs before its backup is taken (WIN-01..07, WIN-09, WIN-10, HOT-17).</summary>
internal static class WindowsRules
{
    /// <summary>The Release value of the first .NET Framework 4.5.</summary>
    private const int DotNet45 = 378389;

    /// <summary>"2 GB" as Windows counts: 2^31 bytes.</summary>
    private const long MinimumFreeBytes = 2L << 30;

    private const string NewBackup = " and take a new backup.";

    private static readonly string[] BeforeServer2012R2 = ["2003", "2003 R2", "2008", "2008 R2", "2012"];
    private static readonly string[] BeforeServer2008R2 = ["2003", "2003 R2", "2008"];

    public static IEnumerable<Finding> Evaluate(GuestFacts facts, GuestDestination destination)
    {
        string vm = destination.Machine;
        var windows = facts.Windows;
        return
        [
            Ask(
                Error("WIN-01", GuestErrorIds.DomainController, "AWS PV drivers installed by the procedure for domain controllers",
                    $"Install the PV drivers on {vm} by the domain controller procedure (directory services restore mode)"),
                rule => DomainController(rule, windows, vm)),
            Ask(
                Error("WIN-02", GuestErrorIds.DotNet, ".NET Framework 4.5 or later", $"Install .NET Framework 4.5 or later on {vm}"),
                rule => rule.Judge(vm, windows.DotNetRelease, release => release >= DotNet45, DotNetInWords)),
            Ask(
                Error("WIN-03", GuestErrorIds.RemoteDesktop, "Remote Desktop is enabled", $"Enable Remote Desktop on {vm}"),
                rule => rule.Judge(vm, windows.RemoteDesktopEnabled, on => on, on => $"Remote Desktop is {Switch(on)}.")),
            Ask(
                Error("WIN-04", GuestErrorIds.Firewall, "Windows Firewall is off for every profile", $"Turn off Windows Firewall on {vm}"),
                rule => rule.Judge(
                    vm, windows.FirewallProfiles, on => on.Count == 0,
                    on => on.Count == 0 ? "Windows Firewall is off." : $"Windows Firewall is on for: {string.Join(", ", on)}.")),
            Ask(
                Error("WIN-05", GuestErrorIds.UserAccountControl, "User Account Control is off (EnableLUA is 0)", $"Turn off UAC on {vm}"),
                rule => rule.Judge(vm, windows.UserAccountControl, on => !on, on => $"User Account Control is {Switch(on)}.")),
            Ask(
                Error("WIN-06", GuestErrorIds.FreeSpace, "At least 2 GB (2,147,483,648 bytes) free on C:", $"Free some space on C: of {vm}"),
                rule => rule.Judge(
                    vm, windows.FreeBytes, free => free >= MinimumFreeBytes,
                    free => string.Create(CultureInfo.InvariantCulture, $"{free:N0} bytes are free on C:."))),
            Ask(
                Error("WIN-07", GuestErrorIds.AutoAdminLogon, "AutoAdminLogon is not disabled", $"Remove the value AutoAdminLogon = 0 on {vm}"),
                rule => rule.Judge(
                    vm, windows.AutoAdminLogonDisabled, off => !off, off => $"AutoAdminLogon is {(off ? "" : "not ")}disabled.")),
            Ask(
                Error("WIN-09", GuestErrorIds.Banner, "AWSPVDriverSetup and EC2Install are installed where a legal notice is shown",
                    $"Install AWSPVDriverSetup and EC2Install on {vm}, or remove the legal notice,"),
                rule => Banner(rule, windows, vm)),
            Ask(
                Error("WIN-10", GuestErrorIds.ManualDrivers, "Drivers installed by hand where they cannot be installed automatically",
                    $"Install the PV drivers and EC2Config on {vm}"),
                rule => ManualDrivers(rule, facts, destination)),
            Ask(
                new GuestRule("HOT-17", GuestErrorIds.RealTimeIsUniversalMissing, GuestFamily.Windows, FindingSeverity.Warning,
                    "RealTimeIsUniversal is 1", $"Set RealTimeIsUniversal on {vm}{NewBackup} AWS status checks may fail otherwise."),
                rule => facts.OperatingSystem.Version is { } version && BeforeServer2008R2.Contains(version)
                    ? rule.NotApplicable(vm, $"Windows Server {version} is older than 2008 R2.")
                    : rule.Judge(vm, windows.RealTimeIsUniversal, set => set, set => $"RealTimeIsUniversal is {(set ? "" : "not ")}set.")),
        ];

        Finding Ask(GuestRule rule, Func<GuestRule, Finding> answer) => rule.OutOfScope(facts, vm) ?? answer(rule);
    }

    private static GuestRule Error(string id, string errorId, string needed, string fix) =>
        new(id, errorId, GuestFamily.Windows, FindingSeverity.Error, needed, fix + NewBackup);

    private static Finding DomainController(GuestRule rule, WindowsFacts windows, string vm)
    {
        if (!windows.DomainController.IsKnown) return rule.Unknown(vm, windows.DomainController.Source);
        string source = windows.DomainController.Source;
        if (!windows.DomainController.Value) return rule.Passed(vm, $"It is not a domain controller ({source}).");
        return HasPvDrivers(windows) switch
        {
            true => rule.Passed(vm, $"A domain controller with PV drivers ({source})."),
            false => rule.Failed(vm, $"A domain controller without PV drivers ({source})."),
            null => rule.Unknown(vm, $"a domain controller's drivers; {windows.Drivers.Source}"),
        };
    }

    private static Finding Banner(GuestRule rule, WindowsFacts windows, string vm)
    {
        if (!windows.LegalNotice.IsKnown) return rule.Unknown(vm, windows.LegalNotice.Source);
        if (!windows.LegalNotice.Value) return rule.Passed(vm, $"No legal notice is shown ({windows.LegalNotice.Source}).");
        bool? service = windows.Ec2Service.IsKnown ? windows.Ec2Service.Value : null;
        return (HasPvDrivers(windows) & service) switch
        {
            true => rule.Passed(vm, "A legal notice is shown; PV drivers and the EC2 service are installed."),
            false => rule.Failed(vm, "A legal notice is shown; PV drivers or the EC2 service are missing."),
            null => rule.Unknown(vm, $"a legal notice is shown; {windows.Drivers.Source}; {windows.Ec2Service.Source}"),
        };
    }

    /// <summary>Null stands for not known throughout, so that the operators of bool? compute what follows all the same.</summary>
    private static Finding ManualDrivers(GuestRule rule, GuestFacts facts, GuestDestination destination)
    {
        string vm = destination.Machine;
        bool? old = facts.OperatingSystem switch
        {
            { Product: "Windows" } => false,
            { Product: "Windows Server", Version: { } version } => BeforeServer2012R2.Contains(version),
            _ => null,
        };
        if (old is false) return rule.NotApplicable(vm, "The guest is not older than Windows Server 2012 R2.");

        var windows = facts.Windows;
        bool? noLogon = windows.AutoAdminLogonDisabled.IsKnown ? windows.AutoAdminLogonDisabled.Value : null;
        bool? guestFirewall = windows.FirewallProfiles.IsKnown ? windows.FirewallProfiles.Value.Count > 0 : null;
        bool? byHand = old & (noLogon | guestFirewall | destination.EgressBlocked);
        return (byHand, HasPvDrivers(windows)) switch
        {
            (_, true) => rule.Passed(vm, "The drivers are installed on the source."),
            (false, _) => rule.Passed(vm, "AutoAdminLogon is not disabled and no firewall is in place."),
            (true, false) => rule.Failed(
                vm, $"No drivers on the source; AutoAdminLogon disabled: {Word(noLogon)}, guest firewall: {Word(guestFirewall)}, "
                    + $"egress blocked: {Word(destination.EgressBlocked)}."),
            _ => rule.Unknown(
                vm, $"older than 2012 R2: {Word(old)}, AutoAdminLogon disabled: {Word(noLogon)}, guest firewall: {Word(guestFirewall)}, "
                    + $"egress blocked: {Word(destination.EgressBlocked)}, drivers: {windows.Drivers}"),
        };
    }

    private static bool? HasPvDrivers(WindowsFacts windows) => windows.Drivers.IsKnown
        ? windows.Drivers.Value.Contains(GuestDriver.XenDisk) && windows.Drivers.Value.Contains(GuestDriver.XenNetwork)
        : null;

    private static string DotNetInWords(int release) => release == 0
        ? "No .NET Framework 4.5 or later is installed."
        : string.Create(CultureInfo.InvariantCulture, $".NET Framework has release {release}.");

    private static string Switch(bool on) => on ? "on" : "off";

    private static string Word(bool? value) => value switch { true => "yes", false => "no", null => "not known" };
}
