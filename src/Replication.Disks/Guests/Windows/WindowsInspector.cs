using Replication.Core.Errors;
using Replication.Core.Rules;
using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>The facts of a Windows guest out of its registry and its system volume.</summary>
internal static class WindowsInspector
{
    private const string SystemPolicies = @"Microsoft\Windows\CurrentVersion\Policies\System";
    private const string Winlogon = @"Microsoft\Windows NT\CurrentVersion\Winlogon";

    /// <summary>The service that EC2Config, EC2Launch v2 and EC2Launch bring; the last has a folder instead.</summary>
    private static readonly string[] Ec2Services = ["Ec2Config", "Amazon EC2Launch"];

    private const string Ec2LaunchFolder = "/ProgramData/Amazon/EC2-Windows/Launch";

    public static async ValueTask<GuestFacts> InspectAsync(GuestFacts facts, GuestTree tree, CancellationToken cancellationToken)
    {
        string place = tree.Root.Identity.Place;
        var free = await FactReader.ReadAsync(async () => Fact<long>.Known(await tree.Root.FreeBytesAsync(cancellationToken), place));
        try
        {
            var registry = await WindowsRegistry.OpenAsync(tree, cancellationToken);
            return facts with
            {
                OperatingSystem = WindowsRelease.Read(registry),
                OperatingSystemSource = $"{place}, {registry.Software.Source}",
                Windows = await ReadAsync(tree, registry, free, cancellationToken),
            };
        }
        catch (ReplicationException e)
        {
            return facts with
            {
                OperatingSystem = new GuestOperatingSystem(GuestFamily.Windows),
                OperatingSystemSource = e.Message,
                Windows = WindowsFacts.Unknown(e.Message) with { FreeBytes = free },
            };
        }
    }

    private static async ValueTask<WindowsFacts> ReadAsync(
        GuestTree tree, WindowsRegistry registry, Fact<long> free, CancellationToken cancellationToken)
    {
        var system = registry.System;
        var software = registry.Software;
        return new WindowsFacts
        {
            FreeBytes = free,
            DomainController = await OfSystemAsync(() =>
                string.Equals(system.Text(registry.Current(@"Control\ProductOptions"), "ProductType"), "LanmanNT", StringComparison.OrdinalIgnoreCase)
                || system.Text(registry.Current(@"Services\NTDS\Parameters"), "DSA Database file") is not null),
            RealTimeIsUniversal = await OfSystemAsync(
                () => system.Number(registry.Current(@"Control\TimeZoneInformation"), "RealTimeIsUniversal") is not (null or 0)),

            // A group policy wins over what was chosen in the control panel; neither means that connections are denied.
            RemoteDesktopEnabled = await OfSystemAsync(() =>
                (software.Number(@"Policies\Microsoft\Windows NT\Terminal Services", "fDenyTSConnections")
                    ?? system.Number(registry.Current(@"Control\Terminal Server"), "fDenyTSConnections")) == 0),
            FirewallProfiles = await OfSystemAsync(() => WindowsFirewallProfiles.Enabled(registry)),
            Ec2Service = await FactReader.ReadAsync(async () => Fact<bool>.Known(
                Ec2Services.Any(name => system.Find(registry.Current($@"Services\{name}")) is not null)
                || await tree.FindAsync(Ec2LaunchFolder, cancellationToken) is { Kind: EntryKind.Folder },
                system.Source)),
            Drivers = await FactReader.ReadAsync(async () => Fact<IReadOnlySet<GuestDriver>>.Known(
                await WindowsDrivers.ReadAsync(tree, registry, cancellationToken), system.Source)),
            DotNetRelease = await OfSoftwareAsync(() => software.Number(@"Microsoft\NET Framework Setup\NDP\v4\Full", "Release") ?? 0),
            UserAccountControl = await OfSoftwareAsync(() => software.Number(SystemPolicies, "EnableLUA") is not 0),
            AutoAdminLogonDisabled = await OfSoftwareAsync(() => software.Number(Winlogon, "AutoAdminLogon") is 0),
            LegalNotice = await OfSoftwareAsync(() =>
                ((string, string)[])[(SystemPolicies, "legalnoticetext"), (SystemPolicies, "legalnoticecaption"),
                    (Winlogon, "LegalNoticeText"), (Winlogon, "LegalNoticeCaption")]
                is var places && places.Any(entry => !string.IsNullOrWhiteSpace(software.Text(entry.Item1, entry.Item2)))),
        };

        ValueTask<Fact<T>> OfSystemAsync<T>(Func<T> read) => FactReader.ReadAsync(() => ValueTask.FromResult(Fact<T>.Known(read(), system.Source)));

        ValueTask<Fact<T>> OfSoftwareAsync<T>(Func<T> read) =>
            FactReader.ReadAsync(() => ValueTask.FromResult(Fact<T>.Known(read(), software.Source)));
    }
}
