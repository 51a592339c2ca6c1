namespace Replication.Core.Machines;

/// <summary>
/// How a destination that launches instances is to launch a machine. Everything is optional: what is null is taken from
/// the next wider settings (machine, then group), then from the site or the platform. Destinations that have no such
/// choice ignore it.
/// </summary>
public sealed record LaunchSettings
{
    public string? InstanceType { get; init; }

    /// <summary>The zone follows from it.</summary>
    public string? SubnetId { get; init; }

    public IReadOnlyList<string>? SecurityGroupIds { get; init; }

    public string? PrivateIpAddress { get; init; }

    /// <summary>Name or ARN of an instance profile.</summary>
    public string? IamInstanceProfile { get; init; }

    public string? KeyName { get; init; }

    /// <summary>
    /// Image to launch from where an image registered from snapshots would lose its licence (Windows, billed Linux): its
    /// volumes are then swapped for those of the recovery point.
    /// </summary>
    public string? BaseImageId { get; init; }

    public string? VolumeType { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Addresses inside the guest, by position of its interface; Windows only (GEN-01, GEN-02).</summary>
    public IReadOnlyDictionary<int, string>? GuestAddresses { get; init; }

    /// <summary>These settings, with what they leave open taken from wider ones.</summary>
    public LaunchSettings Over(LaunchSettings? wider) => wider is null ? this : new LaunchSettings
    {
        InstanceType = InstanceType ?? wider.InstanceType,
        SubnetId = SubnetId ?? wider.SubnetId,
        SecurityGroupIds = SecurityGroupIds ?? wider.SecurityGroupIds,
        PrivateIpAddress = PrivateIpAddress ?? wider.PrivateIpAddress,
        IamInstanceProfile = IamInstanceProfile ?? wider.IamInstanceProfile,
        KeyName = KeyName ?? wider.KeyName,
        BaseImageId = BaseImageId ?? wider.BaseImageId,
        VolumeType = VolumeType ?? wider.VolumeType,
        Tags = Tags ?? wider.Tags,
        GuestAddresses = GuestAddresses ?? wider.GuestAddresses,
    };
}
