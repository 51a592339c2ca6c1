using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of Tenancy; the service may answer with others.</summary>
public class Tenancy : ConstantClass
{
    public static readonly Tenancy Default = new("default");

    public static readonly Tenancy Dedicated = new("dedicated");

    public static readonly Tenancy Host = new("host");

    public Tenancy(string value)
        : base(value)
    {
    }

    public static Tenancy FindValue(string value) => FindValue<Tenancy>(value);

    public static implicit operator Tenancy(string value) => FindValue(value);
}
