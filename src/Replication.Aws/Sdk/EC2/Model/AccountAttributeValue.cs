namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AccountAttributeValue.html">AccountAttributeValue</see> of the EC2 API.</summary>
public class AccountAttributeValue
{
    public string? AttributeValue { get; set; }

    internal static AccountAttributeValue Read(ResponseElement xml) => new()
    {
        AttributeValue = xml.Text("attributeValue"),
    };
}
