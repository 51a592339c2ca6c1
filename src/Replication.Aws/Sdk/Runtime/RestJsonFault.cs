using System.Net;
using System.Text.Json;
using Amazon.Runtime.Internal.Transform;

namespace Replication.Aws.Sdk.Runtime;

/// <summary>What a rest-json service says when it refuses.</summary>
/// <param name="Code">Type of the error, without namespace and URI.</param>
/// <param name="Message">For people.</param>
/// <param name="Reason">The sub-class that some modelled errors carry.</param>
/// <param name="RequestId">For the service's support.</param>
/// <param name="StatusCode">Of HTTP.</param>
internal sealed record RestJsonFault(string Code, string Message, string? Reason, string? RequestId, HttpStatusCode StatusCode)
{
    private const string TypeHeader = "x-amzn-ErrorType";
    private const string RequestIdHeader = "x-amzn-RequestId";

    /// <summary>An error document is a few hundred bytes; what is longer is a proxy's page and not worth keeping.</summary>
    private const int MaximumBody = 64 * 1024;

    public static RestJsonFault Read(JsonUnmarshallerContext context, HttpStatusCode statusCode) => Parse(
        Header(context.ResponseData, TypeHeader), Header(context.ResponseData, RequestIdHeader), Body(context.Stream), statusCode);

    public static RestJsonFault Parse(string? type, string? requestId, ReadOnlyMemory<byte> body, HttpStatusCode statusCode)
    {
        string? message = null;
        string? reason = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in document.RootElement.EnumerateObject())
                {
                    if (property.Value.ValueKind != JsonValueKind.String) continue;
                    if (property.Name is "message" or "Message") message = property.Value.GetString();
                    else if (property.Name is "Reason" or "reason") reason = property.Value.GetString();
                    else if (property.Name is "__type" or "code") type ??= property.Value.GetString();
                }
            }
        }
        catch (JsonException)
        {
            // An error that is not JSON comes from something between us and the service; the status says what is known.
        }

        return new RestJsonFault(
            type is null ? $"Http{(int)statusCode}" : Plain(type), message ?? $"HTTP status {(int)statusCode}.", reason, requestId, statusCode);
    }

    /// <summary>"aws.ebs#ValidationException:http://..." names ValidationException.</summary>
    private static string Plain(string type)
    {
        type = type.Split(':', ',')[0];
        return type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static string? Header(IWebResponseData response, string name) => response.IsHeaderPresent(name) ? response.GetHeaderValue(name) : null;

    private static ReadOnlyMemory<byte> Body(Stream stream)
    {
        var buffer = new byte[MaximumBody];
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return buffer.AsMemory(0, length);
    }
}
