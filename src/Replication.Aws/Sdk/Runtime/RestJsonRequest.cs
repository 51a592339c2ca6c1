using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Replication.Aws.Sdk.Runtime;

/// <summary>A request of the rest-json protocol: members in path, query, headers or a JSON body, as the model says.</summary>
internal static class RestJsonRequest
{
    /// <param name="request">The request as the caller made it.</param>
    /// <param name="serviceName">For the user agent and the telemetry.</param>
    /// <param name="method">HTTP verb.</param>
    /// <param name="path">With placeholders in braces, which <see cref="WithPath"/> fills escaped.</param>
    public static DefaultRequest Create(AmazonWebServiceRequest request, string serviceName, string method, string path) => new(request, serviceName)
    {
        HttpMethod = method,
        ResourcePath = path,
        UseQueryString = true,
    };

    public static IRequest WithPath(this IRequest request, string placeholder, string? value)
    {
        if (string.IsNullOrEmpty(value)) throw new AmazonClientException($"{request.OriginalRequest.GetType().Name}: {placeholder} is missing.");
        request.AddPathResource($"{{{placeholder}}}", value);
        return request;
    }

    public static IRequest WithQuery(this IRequest request, string name, string? value)
    {
        if (value is not null) request.Parameters.Add(name, value);
        return request;
    }

    public static IRequest WithQuery(this IRequest request, string name, int? value) => request.WithQuery(name, value?.ToString(CultureInfo.InvariantCulture));

    public static IRequest WithHeader(this IRequest request, string name, string? value)
    {
        if (value is not null) request.Headers[name] = value;
        return request;
    }

    public static IRequest WithHeader(this IRequest request, string name, int? value) => request.WithHeader(name, value?.ToString(CultureInfo.InvariantCulture));

    public static IRequest WithJson(this IRequest request, Action<Utf8JsonWriter> writeMembers)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        request.Content = body.WrittenSpan.ToArray();
        request.Headers["Content-Type"] = "application/json";
        return request;
    }
}
