using System.Globalization;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Errors;

namespace Replication.Agent.Server.Authentication;

/// <summary>When the client says it signed; a signature is worth nothing outside of a window around the server's clock.</summary>
internal static class RequestTime
{
    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>As AWS: tolerates clocks that are somewhat off and bounds how long a captured request can be replayed.</summary>
    private static readonly TimeSpan MaximumSkew = TimeSpan.FromMinutes(15);

    /// <summary>The timestamp as it enters the string to sign, checked against the scope's date and the clock.</summary>
    public static string Check(HttpRequest request, CredentialScope scope, TimeProvider time)
    {
        string text = request.Headers["x-amz-date"].ToString();
        DateTimeOffset signed;
        if (text.Length > 0)
        {
            if (!DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out signed))
                throw new ServerException(ServerFailure.IncompleteSignature, "x-amz-date must be yyyyMMddTHHmmssZ.");
        }
        else if (DateTimeOffset.TryParseExact(request.Headers.Date.ToString(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out signed))
        {
            text = signed.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
        }
        else
        {
            throw new ServerException(ServerFailure.IncompleteSignature, "The request has neither x-amz-date nor Date.");
        }

        if (!text.StartsWith(scope.Date, StringComparison.Ordinal))
            throw new ServerException(ServerFailure.SignatureMismatch, $"Date in Credential scope does not match the date of the request: {scope.Date} and {text}.");
        DateTimeOffset now = time.GetUtcNow();
        if ((now - signed).Duration() > MaximumSkew)
        {
            throw new ServerException(
                ServerFailure.ClockSkewed, $"Signature {(signed < now ? "expired" : "not yet current")}: {text} is more than 15 minutes from {now.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture)}.");
        }

        return text;
    }
}
