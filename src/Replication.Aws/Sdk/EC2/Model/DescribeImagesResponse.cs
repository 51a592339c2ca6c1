using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html">DescribeImages</see>.</summary>
public class DescribeImagesResponse : AmazonWebServiceResponse
{
    public string? NextToken { get; set; }

    public List<Image>? Images { get; set; }

    internal static DescribeImagesResponse Read(ResponseElement xml) => new()
    {
        NextToken = xml.Text("nextToken"),
        Images = xml.List("imagesSet", Image.Read),
    };
}
