using System.Security.Cryptography;
using System.Text;

namespace Replication.Agent.Ec2.Protocol;

internal static class Fingerprints
{
    /// <summary>SHA-256 over the pairs in order of their names; lengths keep names and values apart.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(key.Length).Append(':').Append(key).Append(value.Length).Append(':').Append(value);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
