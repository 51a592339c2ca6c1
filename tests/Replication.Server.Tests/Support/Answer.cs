using System.Text;
using System.Text.Json;

namespace Replication.Server.Tests.Support;

/// <summary>What a server answered, read to its end.</summary>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>Name of the error in rest-json.</summary>
    public string? ErrorType => Headers.GetValueOrDefault("x-amzn-ErrorType");

    public string? Reason => Json.TryGetProperty("Reason", out JsonElement reason) ? reason.GetString() : null;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers)) headers[name] = string.Join(',', values);
        return new Answer((int)response.StatusCode, headers, await response.Content.ReadAsByteArrayAsync());
    }

    public void Is(int status, string errorType, string? reason = null)
    {
        Assert.True(Status == status && ErrorType == errorType, $"{Status} {ErrorType}: {Text}");
        if (reason is not null) Assert.Equal(reason, Reason);
    }
}
