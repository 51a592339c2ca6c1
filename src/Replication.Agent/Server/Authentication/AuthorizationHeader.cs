using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Errors;

namespace Replication.Agent.Server.Authentication;

/// <summary>The Authorization header of Signature Version 4: AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...</summary>
internal sealed record AuthorizationHeader(CredentialScope Scope, IReadOnlyList<string> SignedHeaders, string Signature)
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    private const int SignatureDigits = 64;

    public static AuthorizationHeader Parse(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            throw request.Query.ContainsKey("X-Amz-Signature") || request.Query.ContainsKey("X-Amz-Algorithm")
                ? new ServerException(ServerFailure.PresignedNotSupported, "Presigned URLs are not supported by this server; sign the Authorization header.")
                : new ServerException(ServerFailure.MissingAuthentication, "The request has no Authorization header.");
        }

        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal)) throw Incomplete($"The algorithm must be {Algorithm}.");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string field in header[(Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !fields.TryAdd(field[..equals], field[(equals + 1)..])) throw Incomplete("The Authorization header is malformed.");
        }

        CredentialScope scope = CredentialScope.TryParse(Required("Credential"))
            ?? throw Incomplete("Credential must be key/yyyyMMdd/region/service/aws4_request.");
        string[] signed = Required("SignedHeaders").Split(';');
        // Unsorted or repeated names have no canonical form: two signers could disagree on what was signed.
        for (int i = 0; i < signed.Length; i++)
        {
            if (signed[i].Length == 0 || signed[i].Any(char.IsAsciiLetterUpper) || (i > 0 && string.CompareOrdinal(signed[i - 1], signed[i]) >= 0))
                throw Incomplete("SignedHeaders must be lower-case names in ascending order.");
        }

        string signature = Required("Signature");
        return signature.Length == SignatureDigits
            ? new AuthorizationHeader(scope, signed, signature)
            : throw Incomplete("Signature must be 64 hexadecimal digits.");

        string Required(string name) => fields.TryGetValue(name, out string? value) && value.Length > 0
            ? value
            : throw Incomplete($"The Authorization header requires '{name}'.");
    }

    private static ServerException Incomplete(string message) => new(ServerFailure.IncompleteSignature, message);
}
