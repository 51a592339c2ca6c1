using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of InstanceMetadataTagsState; the service may answer with others.</summary>
public class InstanceMetadataTagsState : ConstantClass
{
    public static readonly InstanceMetadataTagsState Disabled = new("disabled");

    public static readonly InstanceMetadataTagsState Enabled = new("enabled");

    public InstanceMetadataTagsState(string value)
        : base(value)
    {
    }

    public static InstanceMetadataTagsState FindValue(string value) => FindValue<InstanceMetadataTagsState>(value);

    public static implicit operator InstanceMetadataTagsState(string value) => FindValue(value);
}
