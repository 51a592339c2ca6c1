using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;
using Replication.Core.Manifests;

namespace Replication.Agent.Server.ReplicationV1;

/// <summary>Manifests with compare-and-set by entity tags; the tag is the manifest's version in quotes.</summary>
internal static class ManifestOperations
{
    /// <summary>The store's own limit.</summary>
    public const int MaximumLength = 16 << 20;

    private const int MaximumNames = 1000;

    public static async Task ListAsync(ServerRequest request)
    {
        await request.EnterAsync("ListManifests");
        IQueryCollection query = request.Http.Request.Query;
        string after = query["after"].ToString();
        var names = new List<string>();
        bool more = false;
        await foreach (string name in ((IManifestStore)request.Region.Storage).ListAsync(query["prefix"].ToString(), request.Aborted))
        {
            if (string.CompareOrdinal(name, after) <= 0) continue;
            more = names.Count == MaximumNames;
            if (more) break;
            names.Add(name);
        }

        await V1Json.WriteAsync(request, 200, new { names, next = more ? names[^1] : null });
    }

    public static async Task ReadAsync(ServerRequest request, string name)
    {
        await request.EnterAsync("ReadManifest", name);
        ManifestDocument document = await request.Region.Storage.ReadAsync(name, request.Aborted)
            ?? throw ManifestRules.NotFound(name);
        HttpResponse response = request.Http.Response;
        response.Headers.ETag = Tag(document.Version);
        if (request.Http.Request.Headers.IfNoneMatch == Tag(document.Version))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/octet-stream";
        response.ContentLength = document.Content.Length;
        await response.Body.WriteAsync(document.Content, request.Aborted);
    }

    public static async Task WriteAsync(ServerRequest request, string name)
    {
        await request.EnterAsync("WriteManifest", name);
        IHeaderDictionary headers = request.Http.Request.Headers;
        string? expected = headers.IfMatch.Count > 0 ? Version(headers.IfMatch.ToString()) : headers.IfNoneMatch == "*" ? null : throw V1Errors.PreconditionRequired();
        byte[] content = await V1Body.ReadAsync(request, MaximumLength);
        string version = await request.Region.Storage.WriteAsync(name, content, expected, request.Aborted);
        request.Http.Response.Headers.ETag = Tag(version);
        request.Http.Response.StatusCode = expected is null ? StatusCodes.Status201Created : StatusCodes.Status204NoContent;
    }

    public static async Task DeleteAsync(ServerRequest request, string name)
    {
        await request.EnterAsync("DeleteManifest", name);
        IHeaderDictionary headers = request.Http.Request.Headers;
        if (headers.IfMatch.Count == 0) throw V1Errors.PreconditionRequired();
        await request.Region.Storage.DeleteAsync(name, Version(headers.IfMatch.ToString()), request.Aborted);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static string Tag(string version) => $"\"{version}\"";

    private static string Version(string tag) => tag.Length > 2 && tag[0] == '"' && tag[^1] == '"' ? tag[1..^1] : throw V1Errors.Parameter("If-Match must be one entity tag in quotes.");
}
