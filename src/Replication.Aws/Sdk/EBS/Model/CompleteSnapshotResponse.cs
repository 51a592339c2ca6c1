using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>The state after the request; usually still pending.</summary>
public class CompleteSnapshotResponse : AmazonWebServiceResponse
{
    public Status? Status { get; set; }
}
