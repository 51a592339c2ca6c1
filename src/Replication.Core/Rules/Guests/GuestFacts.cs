namespace Replication.Core.Rules.Guests;

/// <summary>
/// What the disks of a machine say about the system installed on them. Everything begins unknown; an inspector replaces
/// what it can read.
/// </summary>
public sealed record GuestFacts
{
    private const string NotInspected = "the disks were not inspected";

    public static GuestFacts NothingKnown { get; } = new();

    /// <summary>What runs in it; parts that were not found are null.</summary>
    public GuestOperatingSystem OperatingSystem { get; init; } = GuestOperatingSystem.Unknown;

    /// <summary>Where <see cref="OperatingSystem"/> was read, or why it is not known.</summary>
    public string OperatingSystemSource { get; init; } = NotInspected;

    /// <summary>Which way the file systems were read: "libguestfs", "mount", or why none was.</summary>
    public string ReadBy { get; init; } = NotInspected;

    public IReadOnlyList<GuestDiskFacts> Disks { get; init; } = [];

    public WindowsFacts Windows { get; init; } = WindowsFacts.Unknown(NotInspected);

    public LinuxFacts Linux { get; init; } = LinuxFacts.Unknown(NotInspected);

    /// <summary>Whether the system has a driver in time; null where that is not known. A module in the root file system is too late for the disk that the root is on.</summary>
    public bool? Has(GuestDriver driver) => OperatingSystem.Family switch
    {
        GuestFamily.Windows => Windows.Drivers is { IsKnown: true } drivers ? drivers.Value.Contains(driver) : null,
        GuestFamily.Linux when Linux.Drivers.TryGetValue(driver, out Fact<DriverAvailability>? fact) && fact.IsKnown => driver is GuestDriver.XenDisk or GuestDriver.Nvme
            ? fact.Value.ServesRootDisk()
            : fact.Value is not DriverAvailability.Missing,
        _ => null,
    };
}
