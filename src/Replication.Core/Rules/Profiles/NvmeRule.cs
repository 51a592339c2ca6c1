namespace Replication.Core.Rules.Profiles;

/// <summary>Whether an instance type whose EBS volumes are NVMe devices may be the destination (X4).</summary>
public enum NvmeRule
{
    /// <summary>No, unless the caller overrides it and both drivers are proven in the image.</summary>
    Refused,

    /// <summary>When the NVMe and ENA drivers are proven in the image, or the source already runs on such a type.</summary>
    WhenProven,
}
