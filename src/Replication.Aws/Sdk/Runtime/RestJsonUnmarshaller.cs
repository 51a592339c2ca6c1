using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Replication.Aws.Sdk.Runtime;

/// <summary>Reads a rest-json answer: JSON in the body, or a stream that is the caller's to read.</summary>
internal abstract class RestJsonUnmarshaller<TResponse> : JsonResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context) => Read(context);

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode) =>
        ToException(RestJsonFault.Read(context, statusCode), innerException);

    protected abstract TResponse Read(JsonUnmarshallerContext context);

    protected abstract AmazonServiceException ToException(RestJsonFault error, Exception innerException);

    /// <summary>The document of the body; an empty object where there is none.</summary>
    protected static JsonDocument Document(JsonUnmarshallerContext context)
    {
        using var body = new MemoryStream();
        context.Stream.CopyTo(body);
        return body.Length == 0 ? JsonDocument.Parse("{}") : JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
    }
}
