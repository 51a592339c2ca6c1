using Replication.Core.Rules.Methods;

namespace Replication.Core.Transfer;

/// <summary>
/// How data comes to a destination that leaves a choice. What is null is taken from the site. Destinations with one way
/// ignore it.
/// </summary>
public sealed record TransferSettings
{
    public TransferMethod? Method { get; init; }

    /// <summary>Instance that HotAdd attaches volumes to: the machine that this program runs on.</summary>
    public string? AccessNodeId { get; init; }

    /// <summary>
    /// The owner's word that the guests have the drivers of the destination, for guests of which a look into their disks
    /// does not tell (AWS-11).
    /// </summary>
    public bool DriversConfirmed { get; init; }

    /// <summary>What is given in place of what is there; null when that leaves everything to the site.</summary>
    public static TransferSettings? Change(TransferSettings? present, TransferMethod? method, string? accessNodeId, bool? driversConfirmed)
    {
        TransferSettings before = present ?? new TransferSettings();
        var after = new TransferSettings
        {
            Method = method ?? before.Method,
            AccessNodeId = accessNodeId ?? before.AccessNodeId,
            DriversConfirmed = driversConfirmed ?? before.DriversConfirmed,
        };
        return after == new TransferSettings() ? null : after;
    }
}
