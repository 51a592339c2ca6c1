using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Replication.Aws.Sdk.Runtime;

namespace Amazon.EC2;

/// <summary>
/// Client of the EC2 Query API. Client tokens that the caller leaves out are made up, once per call and not once per
/// attempt, so that a retry of the pipeline cannot make a second resource.
/// </summary>
public partial class AmazonEC2Client : AwsServiceClient, IAmazonEC2
{
    /// <summary>Credentials from the normal chain: environment, profile, container, instance.</summary>
    public AmazonEC2Client(AmazonEC2Config config)
        : base(config) => Paginators = new EC2PaginatorFactory(this);

    public AmazonEC2Client(AWSCredentials credentials, AmazonEC2Config config)
        : base(credentials, config) => Paginators = new EC2PaginatorFactory(this);

    public IEC2PaginatorFactory Paginators { get; }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerAfter<SigV4AuthResolver>(new CopySnapshotPresigner());
    }

    private Task<TResponse> InvokeAsync<TResponse>(AmazonEC2Request request, Func<ResponseElement, TResponse> read, CancellationToken cancellationToken)
        where TResponse : AmazonWebServiceResponse, new() =>
        CallAsync<AmazonEC2Request, TResponse>(request, QueryWriter.Marshal, new EC2Unmarshaller<TResponse>(read), cancellationToken);
}
