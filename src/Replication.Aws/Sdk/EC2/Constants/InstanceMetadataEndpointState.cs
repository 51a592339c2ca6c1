using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of InstanceMetadataEndpointState; the service may answer with others.</summary>
public class InstanceMetadataEndpointState : ConstantClass
{
    public static readonly InstanceMetadataEndpointState Disabled = new("disabled");

    public static readonly InstanceMetadataEndpointState Enabled = new("enabled");

    public InstanceMetadataEndpointState(string value)
        : base(value)
    {
    }

    public static InstanceMetadataEndpointState FindValue(string value) => FindValue<InstanceMetadataEndpointState>(value);

    public static implicit operator InstanceMetadataEndpointState(string value) => FindValue(value);
}
