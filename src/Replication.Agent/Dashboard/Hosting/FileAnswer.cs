using Microsoft.AspNetCore.Http;

namespace Replication.Agent.Dashboard.Hosting;

/// <summary>Bytes of a kind.</summary>
/// <param name="Content">All of it.</param>
/// <param name="ContentType">Media type.</param>
internal sealed record FileAnswer(ReadOnlyMemory<byte> Content, string ContentType) : IAnswer
{
    /// <summary>Whether its address changes when its content does, so that browsers may keep it.</summary>
    public bool IsImmutable { get; init; }

    public async Task WriteAsync(DashboardRequest request)
    {
        HttpResponse response = request.Http.Response;
        response.ContentType = ContentType;
        response.ContentLength = Content.Length;
        if (IsImmutable) response.Headers.CacheControl = "public, max-age=31536000, immutable";
        await response.Body.WriteAsync(Content, request.Stop);
    }
}
