namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ProductCode.html">ProductCode</see> of the EC2 API.</summary>
public class ProductCode
{
    public string? ProductCodeId { get; set; }

    public ProductCodeValues? ProductCodeType { get; set; }

    internal static ProductCode Read(ResponseElement xml) => new()
    {
        ProductCodeId = xml.Text("productCode"),
        ProductCodeType = xml.Constant("type", ProductCodeValues.FindValue),
    };
}
