using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html">DescribeTags</see>.</summary>
public class DescribeTagsResponse : AmazonWebServiceResponse
{
    public string? NextToken { get; set; }

    public List<TagDescription>? Tags { get; set; }

    internal static DescribeTagsResponse Read(ResponseElement xml) => new()
    {
        NextToken = xml.Text("nextToken"),
        Tags = xml.List("tagSet", TagDescription.Read),
    };
}
