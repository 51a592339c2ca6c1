using Amazon.Runtime;

namespace Amazon.EBS;

/// <summary>Base of the requests of EBS direct.</summary>
public class AmazonEBSRequest : AmazonWebServiceRequest;
