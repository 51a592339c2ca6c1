using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Replication.Aws.Sdk.Runtime;

namespace Amazon.EBS.Model.Internal;

/// <summary>What the answers of all operations have in common: headers, and errors.</summary>
internal abstract class EbsUnmarshaller<TResponse> : RestJsonUnmarshaller<TResponse>
    where TResponse : AmazonWebServiceResponse
{
    protected override AmazonServiceException ToException(RestJsonFault error, Exception innerException) => EbsErrors.ToException(error, innerException);

    protected static string? Header(JsonUnmarshallerContext context, string name) =>
        context.ResponseData.IsHeaderPresent(name) ? context.ResponseData.GetHeaderValue(name) : null;
}
