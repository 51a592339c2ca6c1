namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TagDescription.html">TagDescription</see> of the EC2 API.</summary>
public class TagDescription
{
    public string? Key { get; set; }

    public string? ResourceId { get; set; }

    public ResourceType? ResourceType { get; set; }

    public string? Value { get; set; }

    internal static TagDescription Read(ResponseElement xml) => new()
    {
        Key = xml.Text("key"),
        ResourceId = xml.Text("resourceId"),
        ResourceType = xml.Constant("resourceType", ResourceType.FindValue),
        Value = xml.Text("value"),
    };
}
