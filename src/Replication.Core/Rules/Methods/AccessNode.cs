using System.Text.Json.Serialization;
using Replication.Core.Rules.Slots;

namespace Replication.Core.Rules.Methods;

/// <summary>The machine whose agent moves the data.</summary>
/// <param name="Name">For messages.</param>
/// <param name="System">Null when it is not known.</param>
/// <param name="OnAmazon">Whether it is an EC2 instance.</param>
public sealed record AccessNode(string Name, GuestFamily? System, bool OnAmazon)
{
    public string? Region { get; init; }

    public string? Zone { get; init; }

    /// <summary>
    /// Whether the data to be written is at this node already (a store on its disks), so that EBS direct would send it over
    /// the network once more and HotAdd would not.
    /// </summary>
    public bool HoldsData { get; init; }

    /// <summary>Whether its site has a folder with drivers for Windows guests.</summary>
    public bool HoldsDrivers { get; init; }

    /// <summary>Device names of the volumes attached to it, as EC2 reports them; null when that is not known.</summary>
    public IReadOnlyList<string>? Volumes { get; init; }

    /// <summary>Most attachments of its instance type; null when that is not known.</summary>
    public int? AttachmentLimit { get; init; }

    /// <summary>Interfaces and instance-store volumes that count against <see cref="AttachmentLimit"/>.</summary>
    public int OtherAttachments { get; init; }

    [JsonIgnore]
    public NodeDevices Devices => new(Name, System) { Volumes = Volumes ?? [], AttachmentLimit = AttachmentLimit, OtherAttachments = OtherAttachments };
}
