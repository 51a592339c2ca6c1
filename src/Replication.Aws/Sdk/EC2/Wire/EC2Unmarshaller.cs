using System.Net;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EC2;

/// <summary>Reads the answer of one operation, and EC2's error document.</summary>
internal sealed class EC2Unmarshaller<TResponse>(Func<ResponseElement, TResponse> read) : EC2ResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext context)
    {
        string? requestId = null;
        try
        {
            ResponseElement answer = ResponseElement.Load(context.Stream);
            requestId = answer.Text("requestId");
            TResponse response = read(answer);
            response.ResponseMetadata = new ResponseMetadata { RequestId = requestId };
            return response;
        }
        catch (Exception error) when (error is XmlException or FormatException or OverflowException)
        {
            throw new AmazonUnmarshallingException(requestId, typeof(TResponse).Name, error);
        }
    }

    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        ResponseElement document = default;
        try
        {
            document = ResponseElement.Load(context.Stream);
        }
        catch (XmlException)
        {
            // An error that is not XML comes from something between us and the service; the status says what is known.
        }

        ResponseElement error = document.Child("Errors").Child("Error");
        return new AmazonEC2Exception(
            error.Text("Message") ?? $"HTTP status {(int)statusCode}.",
            innerException,
            (int)statusCode >= 500 ? ErrorType.Receiver : ErrorType.Sender,
            error.Text("Code") ?? $"Http{(int)statusCode}",
            document.Text("RequestID") ?? document.Text("RequestId"),
            statusCode);
    }
}
