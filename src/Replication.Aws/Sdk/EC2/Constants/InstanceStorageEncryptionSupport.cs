using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of InstanceStorageEncryptionSupport; the service may answer with others.</summary>
public class InstanceStorageEncryptionSupport : ConstantClass
{
    public static readonly InstanceStorageEncryptionSupport Unsupported = new("unsupported");

    public static readonly InstanceStorageEncryptionSupport Required = new("required");

    public InstanceStorageEncryptionSupport(string value)
        : base(value)
    {
    }

    public static InstanceStorageEncryptionSupport FindValue(string value) => FindValue<InstanceStorageEncryptionSupport>(value);

    public static implicit operator InstanceStorageEncryptionSupport(string value) => FindValue(value);
}
