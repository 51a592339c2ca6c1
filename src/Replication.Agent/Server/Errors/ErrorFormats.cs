using Microsoft.AspNetCore.Http;

namespace Replication.Agent.Server.Errors;

/// <summary>Finds the words in which a caller expects a refusal, also when nothing else about the request is right.</summary>
internal static class ErrorFormats
{
    private static readonly RestJsonErrorFormat RestJson = new();
    private static readonly QueryErrorFormat Query = new();
    private static readonly ObjectErrorFormat Objects = new();

    public static IErrorFormat Guess(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString();
        if (authorization.Contains("/s3/", StringComparison.Ordinal)) return Objects;
        if (authorization.Contains("/ec2/", StringComparison.Ordinal) || authorization.Contains("/sts/", StringComparison.Ordinal)) return Query;
        return request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true ? Query : RestJson;
    }
}
