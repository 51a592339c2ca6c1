namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_MemoryInfo.html">MemoryInfo</see> of the EC2 API.</summary>
public class MemoryInfo
{
    public long? SizeInMiB { get; set; }

    internal static MemoryInfo Read(ResponseElement xml) => new()
    {
        SizeInMiB = xml.Long("sizeInMiB"),
    };
}
