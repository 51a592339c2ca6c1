namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EbsOptimizedInfo.html">EbsOptimizedInfo</see> of the EC2 API.</summary>
public class EbsOptimizedInfo
{
    public int? BaselineBandwidthInMbps { get; set; }

    public double? BaselineThroughputInMBps { get; set; }

    public int? BaselineIops { get; set; }

    public int? MaximumBandwidthInMbps { get; set; }

    public double? MaximumThroughputInMBps { get; set; }

    public int? MaximumIops { get; set; }

    internal static EbsOptimizedInfo Read(ResponseElement xml) => new()
    {
        BaselineBandwidthInMbps = xml.Integer("baselineBandwidthInMbps"),
        BaselineThroughputInMBps = xml.Double("baselineThroughputInMBps"),
        BaselineIops = xml.Integer("baselineIops"),
        MaximumBandwidthInMbps = xml.Integer("maximumBandwidthInMbps"),
        MaximumThroughputInMBps = xml.Double("maximumThroughputInMBps"),
        MaximumIops = xml.Integer("maximumIops"),
    };
}
