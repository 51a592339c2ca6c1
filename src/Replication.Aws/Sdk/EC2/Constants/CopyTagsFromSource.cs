using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of CopyTagsFromSource; the service may answer with others.</summary>
public class CopyTagsFromSource : ConstantClass
{
    public static readonly CopyTagsFromSource Volume = new("volume");

    public CopyTagsFromSource(string value)
        : base(value)
    {
    }

    public static CopyTagsFromSource FindValue(string value) => FindValue<CopyTagsFromSource>(value);

    public static implicit operator CopyTagsFromSource(string value) => FindValue(value);
}
