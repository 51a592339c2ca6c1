namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DiskInfo.html">DiskInfo</see> of the EC2 API.</summary>
public class DiskInfo
{
    public long? SizeInGB { get; set; }

    public int? Count { get; set; }

    public DiskType? Type { get; set; }

    internal static DiskInfo Read(ResponseElement xml) => new()
    {
        SizeInGB = xml.Long("sizeInGB"),
        Count = xml.Integer("count"),
        Type = xml.Constant("type", DiskType.FindValue),
    };
}
