namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ProcessorInfo.html">ProcessorInfo</see> of the EC2 API.</summary>
public class ProcessorInfo
{
    public List<string>? SupportedArchitectures { get; set; }

    public double? SustainedClockSpeedInGhz { get; set; }

    public List<string>? SupportedFeatures { get; set; }

    public string? Manufacturer { get; set; }

    internal static ProcessorInfo Read(ResponseElement xml) => new()
    {
        SupportedArchitectures = xml.List("supportedArchitectures", ResponseElement.AsText),
        SustainedClockSpeedInGhz = xml.Double("sustainedClockSpeedInGhz"),
        SupportedFeatures = xml.List("supportedFeatures", ResponseElement.AsText),
        Manufacturer = xml.Text("manufacturer"),
    };
}
