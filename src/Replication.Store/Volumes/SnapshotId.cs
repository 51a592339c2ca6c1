using System.Security.Cryptography;

namespace Replication.Store.Volumes;

internal static class SnapshotId
{
    private const string Prefix = "snap-";
    private const int Digits = 17;

    /// <summary>Random, as EC2 forms them: 68 bits.</summary>
    public static string New() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(9))[..Digits];

    /// <summary>Anything else is not looked up: an id becomes a file name.</summary>
    public static bool IsValid(string id) =>
        id.Length == Prefix.Length + Digits && id.StartsWith(Prefix, StringComparison.Ordinal)
        && !id.AsSpan(Prefix.Length).ContainsAnyExcept("0123456789abcdef");
}
