using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of StorageTier; the service may answer with others.</summary>
public class StorageTier : ConstantClass
{
    public static readonly StorageTier Archive = new("archive");

    public static readonly StorageTier Standard = new("standard");

    public StorageTier(string value)
        : base(value)
    {
    }

    public static StorageTier FindValue(string value) => FindValue<StorageTier>(value);

    public static implicit operator StorageTier(string value) => FindValue(value);
}
