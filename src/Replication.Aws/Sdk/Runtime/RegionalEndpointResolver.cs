using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Replication.Aws.Sdk.Runtime;

/// <summary>Hands what the configuration says about region and URL to the endpoint provider, once per call.</summary>
internal sealed class RegionalEndpointResolver : BaseEndpointResolver
{
    public static EndpointParameters ParametersOf(IClientConfig config)
    {
        var parameters = new EndpointParameters
        {
            [RegionalEndpointProvider.FipsKey] = config.UseFIPSEndpoint,
            [RegionalEndpointProvider.DualStackKey] = config.UseDualstackEndpoint,
        };
        if (config.ServiceURL is { Length: > 0 } url) parameters[RegionalEndpointProvider.UrlKey] = url;
        if ((config.RegionEndpoint?.SystemName ?? config.AuthenticationRegion) is { } region) parameters[RegionalEndpointProvider.RegionKey] = region;
        return parameters;
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => ParametersOf(requestContext.ClientConfig);
}
