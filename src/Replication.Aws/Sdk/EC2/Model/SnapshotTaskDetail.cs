namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SnapshotTaskDetail.html">SnapshotTaskDetail</see> of the EC2 API.</summary>
public class SnapshotTaskDetail
{
    public string? Description { get; set; }

    public double? DiskImageSize { get; set; }

    public bool? Encrypted { get; set; }

    public string? Format { get; set; }

    public string? KmsKeyId { get; set; }

    public string? Progress { get; set; }

    public string? SnapshotId { get; set; }

    public string? Status { get; set; }

    public string? StatusMessage { get; set; }

    public string? Url { get; set; }

    public UserBucketDetails? UserBucket { get; set; }

    internal static SnapshotTaskDetail Read(ResponseElement xml) => new()
    {
        Description = xml.Text("description"),
        DiskImageSize = xml.Double("diskImageSize"),
        Encrypted = xml.Boolean("encrypted"),
        Format = xml.Text("format"),
        KmsKeyId = xml.Text("kmsKeyId"),
        Progress = xml.Text("progress"),
        SnapshotId = xml.Text("snapshotId"),
        Status = xml.Text("status"),
        StatusMessage = xml.Text("statusMessage"),
        Url = xml.Text("url"),
        UserBucket = xml.Structure("userBucket", UserBucketDetails.Read),
    };
}
