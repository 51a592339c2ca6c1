using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html">AuthorizeSecurityGroupIngress</see>.</summary>
public class AuthorizeSecurityGroupIngressResponse : AmazonWebServiceResponse
{
    public bool? Return { get; set; }

    public List<SecurityGroupRule>? SecurityGroupRules { get; set; }

    internal static AuthorizeSecurityGroupIngressResponse Read(ResponseElement xml) => new()
    {
        Return = xml.Boolean("return"),
        SecurityGroupRules = xml.List("securityGroupRuleSet", SecurityGroupRule.Read),
    };
}
