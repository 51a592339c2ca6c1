namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Region.html">Region</see> of the EC2 API.</summary>
public class Region
{
    public string? OptInStatus { get; set; }

    public string? RegionName { get; set; }

    public string? Endpoint { get; set; }

    internal static Region Read(ResponseElement xml) => new()
    {
        OptInStatus = xml.Text("optInStatus"),
        RegionName = xml.Text("regionName"),
        Endpoint = xml.Text("regionEndpoint"),
    };
}
