using Replication.Agent.Ec2.Protocol;

namespace Replication.Agent.Ec2.Snapshots;

/// <summary>
/// The key that EBS uses where none is named. Nothing is encrypted with it here: "encrypted" is a property that
/// follows the rules of EC2, and the bytes are as safe as the folder they lie in.
/// </summary>
internal static class DefaultKey
{
    public static string Of(Ec2Call call) => Of(call.Region.Name, call.AccountId);

    public static string Of(string region, string accountId) => $"arn:aws:kms:{region}:{accountId}:alias/aws/ebs";
}
