using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAccountAttributes.html">DescribeAccountAttributes</see>.</summary>
public class DescribeAccountAttributesResponse : AmazonWebServiceResponse
{
    public List<AccountAttribute>? AccountAttributes { get; set; }

    internal static DescribeAccountAttributesResponse Read(ResponseElement xml) => new()
    {
        AccountAttributes = xml.List("accountAttributeSet", AccountAttribute.Read),
    };
}
