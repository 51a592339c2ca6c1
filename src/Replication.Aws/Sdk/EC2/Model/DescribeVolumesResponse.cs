using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html">DescribeVolumes</see>.</summary>
public class DescribeVolumesResponse : AmazonWebServiceResponse
{
    public string? NextToken { get; set; }

    public List<Volume>? Volumes { get; set; }

    internal static DescribeVolumesResponse Read(ResponseElement xml) => new()
    {
        NextToken = xml.Text("nextToken"),
        Volumes = xml.List("volumeSet", Volume.Read),
    };
}
