using Replication.Core.Disks;
using Replication.Core.Rules;
using Replication.Core.Rules.Guests;

namespace Replication.Core.Tests.Rules.Guests;

/// <summary>Guests with which nothing is wrong; a test breaks one fact of them.</summary>
internal static class Guests
{
    public const string Source = "test";

    public static GuestDestination Destination { get; } = new() { Machine = "web01", Nitro = false, EgressBlocked = false };

    public static GuestFacts GoodWindows { get; } = new()
    {
        OperatingSystem = new GuestOperatingSystem(GuestFamily.Windows, "Windows Server", "2016", "Standard", 64),
        OperatingSystemSource = Source,
        Disks = [Disk(PartitionStyle.Mbr, boot: true)],
        Windows = new WindowsFacts
        {
            DomainController = Known(false),
            DotNetRelease = Known(378389),
            RemoteDesktopEnabled = Known(true),
            FirewallProfiles = Known<IReadOnlyList<string>>([]),
            UserAccountControl = Known(false),
            FreeBytes = Known(2L << 30),
            AutoAdminLogonDisabled = Known(false),
            RealTimeIsUniversal = Known(true),
            LegalNotice = Known(false),
            Drivers = Known<IReadOnlySet<GuestDriver>>(new HashSet<GuestDriver> { GuestDriver.XenDisk, GuestDriver.XenNetwork }),
            Ec2Service = Known(true),
        },
    };

    public static GuestFacts GoodLinux { get; } = new()
    {
        OperatingSystem = new GuestOperatingSystem(GuestFamily.Linux, "rhel", "8.6", Bits: 64),
        OperatingSystemSource = Source,
        Disks = [Disk(PartitionStyle.Gpt, boot: true)],
        Linux = new LinuxFacts
        {
            SshEnabled = Known(true),
            FirewallPermitsSsh = Known(true),
            Drivers = Enum.GetValues<GuestDriver>().ToDictionary(driver => driver, _ => Known(DriverAvailability.Initramfs)),
            BootLoader = Known(BootLoader.Grub2),
            RootFileSystem = Known("xfs"),
            StaticAddresses = Known<IReadOnlyList<string>>([]),
            FstabDeviceNames = Known<IReadOnlyList<string>>([]),
        },
    };

    public static IReadOnlySet<GuestDriver> NoDrivers { get; } = new HashSet<GuestDriver>();

    public static Fact<T> Known<T>(T value) => Fact<T>.Known(value, Source);

    public static Fact<T> Unknown<T>() => Fact<T>.Unknown("not read");

    public static GuestDiskFacts Disk(PartitionStyle style, bool boot, int position = 0, Core.Disks.FileSystemInfo? whole = null, params string[] warnings) =>
        new(position, boot, new DiskLayout(style, null, [], whole, warnings));

    public static GuestFacts With(this GuestFacts facts, Func<WindowsFacts, WindowsFacts> change) => facts with { Windows = change(facts.Windows) };

    public static GuestFacts With(this GuestFacts facts, Func<LinuxFacts, LinuxFacts> change) => facts with { Linux = change(facts.Linux) };

    public static GuestFacts With(this GuestFacts facts, GuestDriver driver, Fact<DriverAvailability> how) => facts.With(
        (LinuxFacts linux) => linux with { Drivers = new Dictionary<GuestDriver, Fact<DriverAvailability>>(linux.Drivers) { [driver] = how } });

    public static GuestFacts OfVersion(this GuestFacts facts, string? version, string product = "Windows Server") =>
        facts with { OperatingSystem = facts.OperatingSystem with { Product = product, Version = version } };

    public static Finding Answer(this GuestFacts facts, string rule, GuestDestination? destination = null) =>
        Assert.Single(GuestRules.Evaluate(facts, destination ?? Destination), finding => finding.RuleId == rule);
}
