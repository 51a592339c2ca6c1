using Microsoft.Extensions.Logging;
using Replication.Core.Catalog;
using Replication.Core.Disks;
using Replication.Core.Evidence;
using Replication.Core.Mounts;
using Replication.Core.Rules.Guests;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Core.Groups;

/// <summary>The ports every verb works through, handed out by the composition root.</summary>
public sealed record EngineServices(
    ICatalog Catalog, ISiteFactory Sites, IDiskImages Images, IStoreOpener Stores, TimeProvider Time, ILoggerFactory Loggers)
{
    public Inventory Inventory { get; } = new(Catalog, Sites);

    /// <summary>What may be sent from site to site.</summary>
    public SitePaths Paths { get; } = new(Catalog, Time);

    /// <summary>Which workspace this is among those of a shared catalog: machine and folder.</summary>
    public string Place { get; init; } = "";

    /// <summary>Reads guests out of their disks; null where nothing can, and then nothing is known of a guest.</summary>
    public IGuestInspector? Guests { get; init; }

    /// <summary>Writes down what was done to points; null where nothing is.</summary>
    public EvidenceLog? Evidence { get; init; }

    /// <summary>Serves mounted points; null where there can be no host, and then nothing can be mounted.</summary>
    public IMountHost? Mounts { get; init; }
}
