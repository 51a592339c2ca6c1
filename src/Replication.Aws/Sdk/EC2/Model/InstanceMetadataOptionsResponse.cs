namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsResponse.html">InstanceMetadataOptionsResponse</see> of the EC2 API.</summary>
public class InstanceMetadataOptionsResponse
{
    public InstanceMetadataOptionsState? State { get; set; }

    public HttpTokensState? HttpTokens { get; set; }

    public int? HttpPutResponseHopLimit { get; set; }

    public InstanceMetadataEndpointState? HttpEndpoint { get; set; }

    public InstanceMetadataProtocolState? HttpProtocolIpv6 { get; set; }

    public InstanceMetadataTagsState? InstanceMetadataTags { get; set; }

    internal static InstanceMetadataOptionsResponse Read(ResponseElement xml) => new()
    {
        State = xml.Constant("state", InstanceMetadataOptionsState.FindValue),
        HttpTokens = xml.Constant("httpTokens", HttpTokensState.FindValue),
        HttpPutResponseHopLimit = xml.Integer("httpPutResponseHopLimit"),
        HttpEndpoint = xml.Constant("httpEndpoint", InstanceMetadataEndpointState.FindValue),
        HttpProtocolIpv6 = xml.Constant("httpProtocolIpv6", InstanceMetadataProtocolState.FindValue),
        InstanceMetadataTags = xml.Constant("instanceMetadataTags", InstanceMetadataTagsState.FindValue),
    };
}
