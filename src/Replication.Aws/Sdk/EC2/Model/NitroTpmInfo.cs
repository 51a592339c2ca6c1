namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NitroTpmInfo.html">NitroTpmInfo</see> of the EC2 API.</summary>
public class NitroTpmInfo
{
    public List<string>? SupportedVersions { get; set; }

    internal static NitroTpmInfo Read(ResponseElement xml) => new()
    {
        SupportedVersions = xml.List("supportedVersions", ResponseElement.AsText),
    };
}
