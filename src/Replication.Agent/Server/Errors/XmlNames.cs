using System.Xml.Linq;

namespace Replication.Agent.Server.Errors;

/// <summary>The two protocols disagree on the spelling of the same element.</summary>
internal static class XmlNames
{
    public static readonly XName QueryRequestId = "RequestID";

    public static readonly XName ObjectRequestId = "RequestId";
}
