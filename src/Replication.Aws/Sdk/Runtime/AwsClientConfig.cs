using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Replication.Aws.Sdk.Runtime;

/// <summary>
/// Configuration of a client that stands on AWSSDK.Core alone. A service package would bring rules that say where its
/// service answers; here <see cref="RegionalEndpointProvider"/> does.
/// </summary>
public abstract class AwsClientConfig : ClientConfig
{
    // Core asks for the mode that environment or profile name; they differ in timeouts, which are set per client here.
    private static readonly DefaultConfigurationProvider Modes = new(
        new[] { DefaultConfigurationMode.Standard, DefaultConfigurationMode.InRegion, DefaultConfigurationMode.CrossRegion, DefaultConfigurationMode.Mobile }
            .Select(mode => new DefaultConfiguration { Name = mode, RetryMode = RequestRetryMode.Standard }));

    private readonly string _endpointPrefix;
    private readonly string _serviceVersion;

    /// <param name="endpointPrefix">First label of the service's host name and its name in signatures: "ebs", "ec2".</param>
    /// <param name="serviceId">As the service's model spells it; chooses the profile's endpoint override.</param>
    /// <param name="serviceVersion">Version of the service's API, as a date.</param>
    protected AwsClientConfig(string endpointPrefix, string serviceId, string serviceVersion)
        : base(Modes)
    {
        _endpointPrefix = endpointPrefix;
        _serviceVersion = serviceVersion;
        ServiceId = serviceId;
        AuthenticationServiceName = endpointPrefix;
        EndpointProvider = new RegionalEndpointProvider(endpointPrefix);
    }

    public override string RegionEndpointServiceName => _endpointPrefix;

    public override string ServiceVersion => _serviceVersion;

    public override string UserAgent => $"replication/{typeof(AwsClientConfig).Assembly.GetName().Version?.ToString(3)}";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(RegionalEndpointResolver.ParametersOf(this));
}
