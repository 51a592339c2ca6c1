using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of InstanceMetadataOptionsState; the service may answer with others.</summary>
public class InstanceMetadataOptionsState : ConstantClass
{
    public static readonly InstanceMetadataOptionsState Pending = new("pending");

    public static readonly InstanceMetadataOptionsState Applied = new("applied");

    public InstanceMetadataOptionsState(string value)
        : base(value)
    {
    }

    public static InstanceMetadataOptionsState FindValue(string value) => FindValue<InstanceMetadataOptionsState>(value);

    public static implicit operator InstanceMetadataOptionsState(string value) => FindValue(value);
}
