using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Errors;

namespace Replication.Agent.Server.Authentication;

/// <summary>Proves that a request was signed by the holder of a known key.</summary>
internal sealed class SignatureVerifier(IAccessKeys keys, TimeProvider time)
{
    /// <summary>In our own protocol these decide; in Amazon's they are the client's to sign or not.</summary>
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "If-Match", "If-None-Match", "Content-Encoding", "x-replication-digest", "x-replication-parent-digest", "x-replication-grains", "x-replication-epoch",
    };

    /// <summary>Everything but the signature itself, which needs the hash of the payload.</summary>
    public (AccessKey Key, SigningKey Signing) Identify(HttpRequest request, AuthorizationHeader authorization)
    {
        AccessKey key = keys.Find(authorization.Scope.AccessKeyId)
            ?? throw new ServerException(ServerFailure.UnknownAccessKey, "The access key id of the request is not known to this server.");
        string token = request.Headers["x-amz-security-token"].ToString();
        if (!SigningKey.AreEqual(key.SessionToken ?? "", token))
            throw new ServerException(ServerFailure.InvalidSessionToken, "The security token included in the request is invalid.");
        if (key.Services?.Contains(authorization.Scope.Service) == false)
            throw new ServerException(ServerFailure.ServiceNotAllowed, $"The access key is not good for service '{authorization.Scope.Service}'.");
        string timestamp = RequestTime.Check(request, authorization.Scope, time);
        EnsureSigned(request, authorization);
        return (key, new SigningKey(key, authorization.Scope, timestamp));
    }

    public static void Verify(HttpRequest request, AuthorizationHeader authorization, SigningKey signing, string payloadHash)
    {
        string canonical = CanonicalRequest.Build(request, authorization.SignedHeaders, authorization.Scope.Service, payloadHash);
        if (!SigningKey.AreEqual(signing.SignRequest(canonical), authorization.Signature))
        {
            throw new ServerException(
                ServerFailure.SignatureMismatch, "The request signature does not match the one calculated by the server. Check the secret access key and the signing method.");
        }
    }

    /// <summary>A header that decides something but is not signed could have been changed on the way.</summary>
    private static void EnsureSigned(HttpRequest request, AuthorizationHeader authorization)
    {
        var signed = authorization.SignedHeaders.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!signed.Contains("host")) throw new ServerException(ServerFailure.IncompleteSignature, "'host' must be a signed header.");
        if (!signed.Contains("x-amz-date") && !signed.Contains("date"))
            throw new ServerException(ServerFailure.IncompleteSignature, "'x-amz-date' or 'date' must be a signed header.");
        foreach (string name in request.Headers.Keys)
        {
            if (Decides(name, authorization.Scope.Service) && !signed.Contains(name))
                throw new ServerException(ServerFailure.SignatureMismatch, $"Header '{name}' is present and not signed.");
        }
    }

    private static bool Decides(string name, string service) =>
        name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) || (service == "replication" && OwnHeaders.Contains(name));
}
