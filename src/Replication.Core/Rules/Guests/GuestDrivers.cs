namespace Replication.Core.Rules.Guests;

/// <summary>What a look into a machine's disks said of its drivers: small enough to be kept.</summary>
public sealed record GuestDrivers
{
    /// <summary>Whether the guest has a driver in time; one that is not listed is not known.</summary>
    public required IReadOnlyDictionary<GuestDriver, bool> Known { get; init; }

    /// <summary>Where that was read, or why it is not known.</summary>
    public required string Source { get; init; }

    /// <summary>When the disks were looked into, UTC.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    public static GuestDrivers Of(GuestFacts facts) => new()
    {
        Known = Enum.GetValues<GuestDriver>().Where(driver => facts.Has(driver) is not null).ToDictionary(driver => driver, driver => facts.Has(driver)!.Value),
        Source = facts.OperatingSystem.Family switch
        {
            GuestFamily.Windows => facts.Windows.Drivers.Source,
            GuestFamily.Linux => string.Join("; ", facts.Linux.Drivers.Values.Select(fact => fact.Source).Distinct()),
            _ => facts.OperatingSystemSource,
        },
    };

    public bool? Has(GuestDriver driver) => Known.TryGetValue(driver, out bool has) ? has : null;
}
