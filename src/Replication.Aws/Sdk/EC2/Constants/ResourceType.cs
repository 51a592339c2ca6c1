using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of ResourceType; the service may answer with others.</summary>
public class ResourceType : ConstantClass
{
    public static readonly ResourceType Image = new("image");

    public static readonly ResourceType ImportSnapshotTask = new("import-snapshot-task");

    public static readonly ResourceType Instance = new("instance");

    public static readonly ResourceType KeyPair = new("key-pair");

    public static readonly ResourceType LaunchTemplate = new("launch-template");

    public static readonly ResourceType NetworkInterface = new("network-interface");

    public static readonly ResourceType SecurityGroup = new("security-group");

    public static readonly ResourceType Snapshot = new("snapshot");

    public static readonly ResourceType Subnet = new("subnet");

    public static readonly ResourceType Volume = new("volume");

    public static readonly ResourceType Vpc = new("vpc");

    public ResourceType(string value)
        : base(value)
    {
    }

    public static ResourceType FindValue(string value) => FindValue<ResourceType>(value);

    public static implicit operator ResourceType(string value) => FindValue(value);
}
