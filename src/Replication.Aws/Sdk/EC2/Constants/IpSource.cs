using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of IpSource; the service may answer with others.</summary>
public class IpSource : ConstantClass
{
    public static readonly IpSource Amazon = new("amazon");

    public static readonly IpSource Byoip = new("byoip");

    public static readonly IpSource None = new("none");

    public IpSource(string value)
        : base(value)
    {
    }

    public static IpSource FindValue(string value) => FindValue<IpSource>(value);

    public static implicit operator IpSource(string value) => FindValue(value);
}
