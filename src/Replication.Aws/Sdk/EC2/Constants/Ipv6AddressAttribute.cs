using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of Ipv6AddressAttribute; the service may answer with others.</summary>
public class Ipv6AddressAttribute : ConstantClass
{
    public static readonly Ipv6AddressAttribute Public = new("public");

    public static readonly Ipv6AddressAttribute Private = new("private");

    public Ipv6AddressAttribute(string value)
        : base(value)
    {
    }

    public static Ipv6AddressAttribute FindValue(string value) => FindValue<Ipv6AddressAttribute>(value);

    public static implicit operator Ipv6AddressAttribute(string value) => FindValue(value);
}
