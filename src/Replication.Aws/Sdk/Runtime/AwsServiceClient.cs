using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Replication.Aws.Sdk.Runtime;

/// <summary>
/// A service client on AWSSDK.Core alone: signing, retries, credentials, telemetry and HTTP are Core's pipeline; endpoint
/// and authentication, which a service package would bring, are the two handlers added here.
/// </summary>
public abstract class AwsServiceClient : AmazonServiceClient
{
    /// <summary>Credentials from the normal chain: environment, profile, container, instance.</summary>
    protected AwsServiceClient(AwsClientConfig config)
        : base(config)
    {
    }

    protected AwsServiceClient(AWSCredentials credentials, AwsClientConfig config)
        : base(credentials, config)
    {
    }

    /// <summary>Asked by the base class's constructor, hence from the configuration and not from a field.</summary>
    protected override IServiceMetadata ServiceMetadata => new AwsServiceMetadata(((ClientConfig)Config).ServiceId);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new RegionalEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4AuthResolver());
    }

    /// <summary>Runs one operation: marshal, sign, send, unmarshal, with Core's retries round it.</summary>
    protected Task<TResponse> CallAsync<TRequest, TResponse>(
        TRequest request, Func<TRequest, IRequest> marshal, ResponseUnmarshaller unmarshaller, CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() => InvokeAsync<TResponse>(
            request,
            new InvokeOptions { RequestMarshaller = new DelegateMarshaller<TRequest>(marshal), ResponseUnmarshaller = unmarshaller },
            cancellationToken);
}
