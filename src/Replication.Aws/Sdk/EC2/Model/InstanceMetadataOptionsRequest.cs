namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html">InstanceMetadataOptionsRequest</see> of the EC2 API.</summary>
public class InstanceMetadataOptionsRequest : IQueryStructure
{
    public HttpTokensState? HttpTokens { get; set; }

    public int? HttpPutResponseHopLimit { get; set; }

    public InstanceMetadataEndpointState? HttpEndpoint { get; set; }

    public InstanceMetadataProtocolState? HttpProtocolIpv6 { get; set; }

    public InstanceMetadataTagsState? InstanceMetadataTags { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("HttpTokens", HttpTokens);
        writer.Add("HttpPutResponseHopLimit", HttpPutResponseHopLimit);
        writer.Add("HttpEndpoint", HttpEndpoint);
        writer.Add("HttpProtocolIpv6", HttpProtocolIpv6);
        writer.Add("InstanceMetadataTags", InstanceMetadataTags);
    }
}
