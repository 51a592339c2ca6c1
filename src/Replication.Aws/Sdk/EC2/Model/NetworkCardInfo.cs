namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkCardInfo.html">NetworkCardInfo</see> of the EC2 API.</summary>
public class NetworkCardInfo
{
    public int? NetworkCardIndex { get; set; }

    public string? NetworkPerformance { get; set; }

    public int? MaximumNetworkInterfaces { get; set; }

    public int? AdditionalFlexibleNetworkInterfaces { get; set; }

    public double? BaselineBandwidthInGbps { get; set; }

    public double? PeakBandwidthInGbps { get; set; }

    public int? DefaultEnaQueueCountPerInterface { get; set; }

    public int? MaximumEnaQueueCount { get; set; }

    public int? MaximumEnaQueueCountPerInterface { get; set; }

    internal static NetworkCardInfo Read(ResponseElement xml) => new()
    {
        NetworkCardIndex = xml.Integer("networkCardIndex"),
        NetworkPerformance = xml.Text("networkPerformance"),
        MaximumNetworkInterfaces = xml.Integer("maximumNetworkInterfaces"),
        AdditionalFlexibleNetworkInterfaces = xml.Integer("additionalFlexibleNetworkInterfaces"),
        BaselineBandwidthInGbps = xml.Double("baselineBandwidthInGbps"),
        PeakBandwidthInGbps = xml.Double("peakBandwidthInGbps"),
        DefaultEnaQueueCountPerInterface = xml.Integer("defaultEnaQueueCountPerInterface"),
        MaximumEnaQueueCount = xml.Integer("maximumEnaQueueCount"),
        MaximumEnaQueueCountPerInterface = xml.Integer("maximumEnaQueueCountPerInterface"),
    };
}
