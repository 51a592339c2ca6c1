using Replication.Aws.HotAdd.Drivers;
using Replication.Aws.Sites;

namespace Replication.Aws.HotAdd;

/// <summary>What an access node of a site is like where its groups say nothing else, and which volumes are made.</summary>
internal sealed record HotAddOptions
{
    /// <summary>Null: the instance that this program runs on, by the instance metadata.</summary>
    public string? AccessNodeId { get; init; }

    /// <summary>
    /// Folder with a folder of devices for each instance ("i-.../dev/xvdf"), as the server has one; null for the devices of
    /// this machine.
    /// </summary>
    public string? DeviceFolder { get; init; }

    /// <summary>Folder with the drivers for Windows guests (NOD-05); null where none are put into guests.</summary>
    public string? DriverFolder { get; init; }

    /// <summary>What is fetched into that folder where it is missing (NOD-04); none where nothing may be.</summary>
    public IReadOnlyList<DriverArchive> DriverArchives { get; init; } = DriverArchive.OfAmazon;

    /// <summary>Proxy for fetching them; null for the environment's.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Zone of the destination; null where any will do.</summary>
    public string? Zone { get; init; }

    /// <summary>Subnet of the destination, which decides the zone.</summary>
    public string? SubnetId { get; init; }

    public required string VolumeType { get; init; }

    public bool Encrypt { get; init; }

    public string? KmsKey { get; init; }

    public static HotAddOptions Of(AwsSiteSettings settings) => new()
    {
        AccessNodeId = settings.AccessNodeId,
        DeviceFolder = settings.DeviceFolder,
        DriverFolder = settings.DriverFolder,
        DriverArchives = settings switch
        {
            { FetchesDrivers: false } => [],
            { DriverSource: { } source } => DriverArchive.Below(source),
            _ => DriverArchive.OfAmazon,
        },
        Proxy = settings.Session.Proxy,
        Zone = settings.Zone,
        SubnetId = settings.SubnetId,
        VolumeType = settings.VolumeType,
        Encrypt = settings.Encrypt,
        KmsKey = settings.KmsKey,
    };
}
