namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AccountAttribute.html">AccountAttribute</see> of the EC2 API.</summary>
public class AccountAttribute
{
    public string? AttributeName { get; set; }

    public List<AccountAttributeValue>? AttributeValues { get; set; }

    internal static AccountAttribute Read(ResponseElement xml) => new()
    {
        AttributeName = xml.Text("attributeName"),
        AttributeValues = xml.List("attributeValueSet", AccountAttributeValue.Read),
    };
}
