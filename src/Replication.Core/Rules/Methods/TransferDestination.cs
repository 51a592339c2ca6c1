using Replication.Core.Sites;

namespace Replication.Core.Rules.Methods;

/// <summary>Where the machine is to run.</summary>
/// <param name="SiteKind">Kind of the destination site.</param>
public sealed record TransferDestination(SiteKind SiteKind)
{
    /// <summary>Region ("eu-west-1"); null where the destination is not Amazon.</summary>
    public string? Region { get; init; }

    /// <summary>Availability zone ("eu-west-1a"); null when it is not decided yet.</summary>
    public string? Zone { get; init; }

    /// <summary>Null when the platform is to choose.</summary>
    public string? InstanceType { get; init; }

    /// <summary>Whether that type shows EBS volumes as NVMe devices; null when that is not known.</summary>
    public bool? NvmeVolumes { get; init; }

    /// <summary>Whether the host that is to run it has Intel VT or AMD-V, switched on; null when that is not known.</summary>
    public bool? HardwareVirtualization { get; init; }

    /// <summary>Whether that host enforces data execution prevention in hardware; null when that is not known.</summary>
    public bool? DataExecutionPrevention { get; init; }
}
