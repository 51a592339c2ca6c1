using System.Security.Cryptography;
using System.Text;

namespace Replication.Agent.Server.Authentication;

/// <summary>
/// The key of one day, region and service, and the strings it signs. It is derived once per request; chunks of a
/// streamed payload are signed with the same one.
/// </summary>
internal sealed class SigningKey
{
    private readonly byte[] _key;

    public SigningKey(AccessKey accessKey, CredentialScope scope, string timestamp)
    {
        Timestamp = timestamp;
        Scope = scope.Text;
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + accessKey.Secret);
        foreach (string part in (string[])[scope.Date, scope.Region, scope.Service, "aws4_request"]) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        _key = key;
    }

    /// <summary>yyyyMMddTHHmmssZ of the request.</summary>
    public string Timestamp { get; }

    public string Scope { get; }

    public string Sign(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));

    public string SignRequest(string canonicalRequest) =>
        Sign($"{AuthorizationHeader.Algorithm}\n{Timestamp}\n{Scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)))}");

    /// <summary>Comparison whose time says nothing about where two signatures differ.</summary>
    public static bool AreEqual(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
