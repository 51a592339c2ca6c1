using System.Security.Cryptography;

namespace Replication.Agent.Ec2.State;

internal static class ResourceId
{
    private const int Digits = 17;

    /// <summary>Random, as EC2 forms them: a prefix and 17 hexadecimal digits.</summary>
    public static string New(string prefix) => $"{prefix}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes((Digits + 1) / 2))[..Digits]}";
}
