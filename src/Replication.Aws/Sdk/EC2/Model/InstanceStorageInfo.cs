namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceStorageInfo.html">InstanceStorageInfo</see> of the EC2 API.</summary>
public class InstanceStorageInfo
{
    public long? TotalSizeInGB { get; set; }

    public List<DiskInfo>? Disks { get; set; }

    public EphemeralNvmeSupport? NvmeSupport { get; set; }

    public InstanceStorageEncryptionSupport? EncryptionSupport { get; set; }

    internal static InstanceStorageInfo Read(ResponseElement xml) => new()
    {
        TotalSizeInGB = xml.Long("totalSizeInGB"),
        Disks = xml.List("disks", DiskInfo.Read),
        NvmeSupport = xml.Constant("nvmeSupport", EphemeralNvmeSupport.FindValue),
        EncryptionSupport = xml.Constant("encryptionSupport", InstanceStorageEncryptionSupport.FindValue),
    };
}
