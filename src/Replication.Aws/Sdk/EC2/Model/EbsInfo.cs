namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EbsInfo.html">EbsInfo</see> of the EC2 API.</summary>
public class EbsInfo
{
    public EbsOptimizedSupport? EbsOptimizedSupport { get; set; }

    public EbsEncryptionSupport? EncryptionSupport { get; set; }

    public EbsOptimizedInfo? EbsOptimizedInfo { get; set; }

    public EbsNvmeSupport? NvmeSupport { get; set; }

    public int? MaximumEbsAttachments { get; set; }

    public AttachmentLimitType? AttachmentLimitType { get; set; }

    public int? MaximumEbsCards { get; set; }

    internal static EbsInfo Read(ResponseElement xml) => new()
    {
        EbsOptimizedSupport = xml.Constant("ebsOptimizedSupport", EbsOptimizedSupport.FindValue),
        EncryptionSupport = xml.Constant("encryptionSupport", EbsEncryptionSupport.FindValue),
        EbsOptimizedInfo = xml.Structure("ebsOptimizedInfo", EbsOptimizedInfo.Read),
        NvmeSupport = xml.Constant("nvmeSupport", EbsNvmeSupport.FindValue),
        MaximumEbsAttachments = xml.Integer("maximumEbsAttachments"),
        AttachmentLimitType = xml.Constant("attachmentLimitType", AttachmentLimitType.FindValue),
        MaximumEbsCards = xml.Integer("maximumEbsCards"),
    };
}
