using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplates.html">DescribeLaunchTemplates</see>.</summary>
public class DescribeLaunchTemplatesResponse : AmazonWebServiceResponse
{
    public List<LaunchTemplate>? LaunchTemplates { get; set; }

    public string? NextToken { get; set; }

    internal static DescribeLaunchTemplatesResponse Read(ResponseElement xml) => new()
    {
        LaunchTemplates = xml.List("launchTemplates", LaunchTemplate.Read),
        NextToken = xml.Text("nextToken"),
    };
}
