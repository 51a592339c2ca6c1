namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VCpuInfo.html">VCpuInfo</see> of the EC2 API.</summary>
public class VCpuInfo
{
    public int? DefaultVCpus { get; set; }

    public int? DefaultCores { get; set; }

    public int? DefaultThreadsPerCore { get; set; }

    public List<int>? ValidCores { get; set; }

    public List<int>? ValidThreadsPerCore { get; set; }

    internal static VCpuInfo Read(ResponseElement xml) => new()
    {
        DefaultVCpus = xml.Integer("defaultVCpus"),
        DefaultCores = xml.Integer("defaultCores"),
        DefaultThreadsPerCore = xml.Integer("defaultThreadsPerCore"),
        ValidCores = xml.List("validCores", ResponseElement.AsInteger),
        ValidThreadsPerCore = xml.List("validThreadsPerCore", ResponseElement.AsInteger),
    };
}
