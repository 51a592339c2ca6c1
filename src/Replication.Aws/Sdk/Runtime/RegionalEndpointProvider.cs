using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Replication.Aws.Sdk.Runtime;

/// <summary>
/// The endpoint of a regional service: the URL of the configuration when it has one, else the host name that the
/// service's partition (aws, aws-cn, aws-us-gov, ...) forms for the region.
/// </summary>
public sealed class RegionalEndpointProvider(string endpointPrefix) : IEndpointProvider
{
    internal const string UrlKey = "Endpoint";
    internal const string RegionKey = "Region";
    internal const string FipsKey = "UseFIPS";
    internal const string DualStackKey = "UseDualStack";

    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters[UrlKey] is string url) return new Endpoint(url);
        if (parameters[RegionKey] is not string region)
            throw new AmazonClientException("No region and no service URL is configured.");
        return new Endpoint(Url(region, parameters[FipsKey] is true, parameters[DualStackKey] is true));
    }

    private string Url(string region, bool fips, bool dualStack)
    {
        RegionEndpoint endpoint = RegionEndpoint.GetBySystemName(region);
        string suffix = !dualStack ? endpoint.PartitionDnsSuffix : endpoint.PartitionName switch
        {
            "aws" or "aws-us-gov" => "api.aws",
            "aws-cn" => "api.amazonwebservices.com.cn",
            _ => throw new AmazonClientException($"The partition of region {region} has no dual-stack endpoints."),
        };
        // EBS and EC2 alike put the mark of a FIPS endpoint behind the service's name.
        return $"https://{endpointPrefix}{(fips ? "-fips" : "")}.{region}.{suffix}";
    }
}
