using Replication.Core.Disks;
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

    /// <summary>Bucket that Import uploads images to.</summary>
    public string? ImportBucket { get; init; }

    /// <summary>Begins the keys of those images.</summary>
    public string? ImportPrefix { get; init; }

    public DiskFormat? ImageFormat { get; init; }

    /// <summary>Whether Import sends whole images for increments too, where EBS direct may read and not write.</summary>
    public bool WholeImages { get; init; }
}
