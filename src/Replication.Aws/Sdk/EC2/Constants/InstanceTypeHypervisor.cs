using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of InstanceTypeHypervisor; the service may answer with others.</summary>
public class InstanceTypeHypervisor : ConstantClass
{
    public static readonly InstanceTypeHypervisor Nitro = new("nitro");

    public static readonly InstanceTypeHypervisor Xen = new("xen");

    public InstanceTypeHypervisor(string value)
        : base(value)
    {
    }

    public static InstanceTypeHypervisor FindValue(string value) => FindValue<InstanceTypeHypervisor>(value);

    public static implicit operator InstanceTypeHypervisor(string value) => FindValue(value);
}
