using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Errors;

namespace Replication.Agent.Sts;

/// <summary>The Query protocol as every service but EC2 has it: a document ErrorResponse with one Error.</summary>
internal sealed class StsErrorFormat : IErrorFormat
{
    private readonly QueryErrorFormat _query = new();

    public ServiceError Describe(ServerFailure failure, string message)
    {
        // EC2 alone has a word of its own for a key that nobody knows; the others speak of it as of a token.
        return _query.Describe(failure == ServerFailure.UnknownAccessKey ? ServerFailure.InvalidSessionToken : failure, message);
    }

    public Task WriteAsync(HttpContext context, ServiceError error, string requestId) => XmlResponse.WriteAsync(
        context, error.Status,
        new XElement(
            "ErrorResponse",
            new XElement("Error", new XElement("Type", "Sender"), new XElement("Code", error.Code), new XElement("Message", error.Message)),
            new XElement("RequestId", requestId)));
}
