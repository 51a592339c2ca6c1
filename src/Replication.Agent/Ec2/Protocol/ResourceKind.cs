namespace Replication.Agent.Ec2.Protocol;

/// <summary>A kind of resource: how its ids look, what tags call it, and which codes EC2 has for it.</summary>
internal sealed record ResourceKind(string Prefix, string Type, string Noun, string NotFoundCode, string MalformedCode)
{
    public static ResourceKind Instance { get; } = new("i", "instance", "instance ID", "InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed");

    public static ResourceKind Volume { get; } = new("vol", "volume", "volume", "InvalidVolume.NotFound", "InvalidParameterValue");

    public static ResourceKind Snapshot { get; } = new("snap", "snapshot", "snapshot", "InvalidSnapshot.NotFound", "InvalidSnapshotID.Malformed");

    public static ResourceKind Image { get; } = new("ami", "image", "image id", "InvalidAMIID.NotFound", "InvalidAMIID.Malformed");

    public static ResourceKind Interface { get; } = new(
        "eni", "network-interface", "networkInterface ID", "InvalidNetworkInterfaceID.NotFound", "InvalidNetworkInterfaceId.Malformed");

    public static ResourceKind SecurityGroup { get; } = new("sg", "security-group", "security group", "InvalidGroup.NotFound", "InvalidGroupId.Malformed");

    public static ResourceKind Subnet { get; } = new("subnet", "subnet", "subnet ID", "InvalidSubnetID.NotFound", "InvalidSubnetId.Malformed");

    public static ResourceKind Vpc { get; } = new("vpc", "vpc", "vpc ID", "InvalidVpcID.NotFound", "InvalidVpcId.Malformed");

    public static ResourceKind KeyPair { get; } = new("key", "key-pair", "key pair", "InvalidKeyPair.NotFound", "InvalidKeyPair.Malformed");

    public static ResourceKind ImportSnapshotTask { get; } = new(
        "import-snap", "import-snapshot-task", "import task ID", "InvalidConversionTaskId", "InvalidConversionTaskId.Malformed");

    public static ResourceKind ImportImageTask { get; } = new(
        "import-ami", "import-image-task", "import task ID", "InvalidConversionTaskId", "InvalidConversionTaskId.Malformed");

    public static IReadOnlyList<ResourceKind> All { get; } =
        [Instance, Volume, Snapshot, Image, Interface, SecurityGroup, Subnet, Vpc, KeyPair, ImportSnapshotTask, ImportImageTask];

    public static ResourceKind? OfId(string id) => All.FirstOrDefault(kind => kind.IsWellFormed(id));

    /// <summary>EC2 has ids of 8 digits from its first years and of 17 since; nothing else is looked up, as an id becomes a file name.</summary>
    public bool IsWellFormed(string id) =>
        id.Length > Prefix.Length + 1 && id.StartsWith(Prefix, StringComparison.Ordinal) && id[Prefix.Length] == '-'
        && id.Length - Prefix.Length - 1 is 8 or 17 && !id.AsSpan(Prefix.Length + 1).ContainsAnyExcept("0123456789abcdef");
}
