namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplate.html">LaunchTemplate</see> of the EC2 API.</summary>
public class LaunchTemplate
{
    public string? LaunchTemplateId { get; set; }

    public string? LaunchTemplateName { get; set; }

    public DateTime? CreateTime { get; set; }

    public string? CreatedBy { get; set; }

    public long? DefaultVersionNumber { get; set; }

    public long? LatestVersionNumber { get; set; }

    public List<Tag>? Tags { get; set; }

    public OperatorResponse? Operator { get; set; }

    internal static LaunchTemplate Read(ResponseElement xml) => new()
    {
        LaunchTemplateId = xml.Text("launchTemplateId"),
        LaunchTemplateName = xml.Text("launchTemplateName"),
        CreateTime = xml.Time("createTime"),
        CreatedBy = xml.Text("createdBy"),
        DefaultVersionNumber = xml.Long("defaultVersionNumber"),
        LatestVersionNumber = xml.Long("latestVersionNumber"),
        Tags = xml.List("tagSet", Tag.Read),
        Operator = xml.Structure("operator", OperatorResponse.Read),
    };
}
