using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of ProductCodeValues; the service may answer with others.</summary>
public class ProductCodeValues : ConstantClass
{
    public static readonly ProductCodeValues Devpay = new("devpay");

    public static readonly ProductCodeValues Marketplace = new("marketplace");

    public ProductCodeValues(string value)
        : base(value)
    {
    }

    public static ProductCodeValues FindValue(string value) => FindValue<ProductCodeValues>(value);

    public static implicit operator ProductCodeValues(string value) => FindValue(value);
}
