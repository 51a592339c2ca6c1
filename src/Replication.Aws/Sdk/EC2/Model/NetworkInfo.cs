namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInfo.html">NetworkInfo</see> of the EC2 API.</summary>
public class NetworkInfo
{
    public string? NetworkPerformance { get; set; }

    public int? MaximumNetworkInterfaces { get; set; }

    public int? MaximumNetworkCards { get; set; }

    public int? DefaultNetworkCardIndex { get; set; }

    public List<NetworkCardInfo>? NetworkCards { get; set; }

    public int? Ipv4AddressesPerInterface { get; set; }

    public int? Ipv6AddressesPerInterface { get; set; }

    public bool? Ipv6Supported { get; set; }

    public EnaSupport? EnaSupport { get; set; }

    public bool? EfaSupported { get; set; }

    public bool? EncryptionInTransitSupported { get; set; }

    public List<string>? BandwidthWeightings { get; set; }

    public FlexibleEnaQueuesSupport? FlexibleEnaQueuesSupport { get; set; }

    public bool? SecondaryNetworkSupported { get; set; }

    public int? MaximumSecondaryNetworkInterfaces { get; set; }

    public int? Ipv4AddressesPerSecondaryInterface { get; set; }

    internal static NetworkInfo Read(ResponseElement xml) => new()
    {
        NetworkPerformance = xml.Text("networkPerformance"),
        MaximumNetworkInterfaces = xml.Integer("maximumNetworkInterfaces"),
        MaximumNetworkCards = xml.Integer("maximumNetworkCards"),
        DefaultNetworkCardIndex = xml.Integer("defaultNetworkCardIndex"),
        NetworkCards = xml.List("networkCards", NetworkCardInfo.Read),
        Ipv4AddressesPerInterface = xml.Integer("ipv4AddressesPerInterface"),
        Ipv6AddressesPerInterface = xml.Integer("ipv6AddressesPerInterface"),
        Ipv6Supported = xml.Boolean("ipv6Supported"),
        EnaSupport = xml.Constant("enaSupport", EnaSupport.FindValue),
        EfaSupported = xml.Boolean("efaSupported"),
        EncryptionInTransitSupported = xml.Boolean("encryptionInTransitSupported"),
        BandwidthWeightings = xml.List("bandwidthWeightings", ResponseElement.AsText),
        FlexibleEnaQueuesSupport = xml.Constant("flexibleEnaQueuesSupport", FlexibleEnaQueuesSupport.FindValue),
        SecondaryNetworkSupported = xml.Boolean("secondaryNetworkSupported"),
        MaximumSecondaryNetworkInterfaces = xml.Integer("maximumSecondaryNetworkInterfaces"),
        Ipv4AddressesPerSecondaryInterface = xml.Integer("ipv4AddressesPerSecondaryInterface"),
    };
}
