namespace Replication.Core.Rules.Guests;

/// <summary>
/// The prerequisites that are inside the guest, as a function of what is known about it. Every rule answers once: those of
/// the other family as NotApplicable, those whose facts are missing as Unknown.
/// </summary>
public static class GuestRules
{
    public static IReadOnlyList<Finding> Evaluate(GuestFacts facts, GuestDestination destination) =>
    [
        .. WindowsRules.Evaluate(facts, destination),
        .. PartitionRules.Evaluate(facts, destination),
        .. LinuxRules.Evaluate(facts, destination),
        .. DriverRules.Evaluate(facts, destination),
    ];

    /// <summary>AWS-11 alone, of drivers that were read before.</summary>
    public static Finding DriversOnSource(GuestDrivers drivers, GuestDestination destination) => DriverRules.OnSource(drivers, destination);
}
