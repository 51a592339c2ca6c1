using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html">CreateTags</see>.</summary>
public class CreateTagsResponse : AmazonWebServiceResponse
{
    internal static CreateTagsResponse Read(ResponseElement xml) => new();
}
