using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;

namespace Replication.Agent.Ec2.Protocol;

/// <summary>The parameters of a Query request: in the body of a POST, or in the URL of a GET.</summary>
internal static class QueryForm
{
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(ServerRequest request, int maximumBody)
    {
        byte[] body = await request.Payload.ReadAllAsync(maximumBody, request.Aborted);
        Dictionary<string, StringValues> pairs = QueryHelpers.ParseNullableQuery(Encoding.UTF8.GetString(body)) ?? [];
        foreach (var (key, value) in request.Http.Request.Query) pairs.TryAdd(key, value);
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, values) in pairs)
        {
            if (values.Count > 1) throw new ServerException(ServerFailure.MalformedRequest, $"The parameter {key} is given more than once.");
            result[key] = values.ToString();
        }

        return result;
    }
}
