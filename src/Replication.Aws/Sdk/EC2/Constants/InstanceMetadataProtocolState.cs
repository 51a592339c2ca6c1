using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of InstanceMetadataProtocolState; the service may answer with others.</summary>
public class InstanceMetadataProtocolState : ConstantClass
{
    public static readonly InstanceMetadataProtocolState Disabled = new("disabled");

    public static readonly InstanceMetadataProtocolState Enabled = new("enabled");

    public InstanceMetadataProtocolState(string value)
        : base(value)
    {
    }

    public static InstanceMetadataProtocolState FindValue(string value) => FindValue<InstanceMetadataProtocolState>(value);

    public static implicit operator InstanceMetadataProtocolState(string value) => FindValue(value);
}
