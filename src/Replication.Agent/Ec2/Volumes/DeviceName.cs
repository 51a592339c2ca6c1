using System.Text.RegularExpressions;
using Replication.Agent.Ec2.Protocol;

namespace Replication.Agent.Ec2.Volumes;

internal static partial class DeviceName
{
    /// <summary>The name, or a refusal: it becomes the name of a file.</summary>
    public static string Check(string name, string code) =>
        Valid().IsMatch(name) ? name : throw new Ec2Refusal(code, $"Value ({name}) for parameter device is invalid. {name} is not a valid EBS device name.");

    /// <summary>With and without the folder is one device.</summary>
    public static bool AreSame(string left, string right) => Bare(left).SequenceEqual(Bare(right));

    private static ReadOnlySpan<char> Bare(string name) => name.StartsWith("/dev/", StringComparison.Ordinal) ? name.AsSpan(5) : name;

    // sda1, sdf, sdf3, xvda, xvdba, hdc; with or without /dev/.
    [GeneratedRegex("^(?:/dev/)?(?:sd[a-z]|xvd[a-z]{1,2}|hd[a-z])[0-9]{0,2}$")]
    private static partial Regex Valid();
}
