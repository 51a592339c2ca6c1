namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SnapshotDiskContainer.html">SnapshotDiskContainer</see> of the EC2 API.</summary>
public class SnapshotDiskContainer : IQueryStructure
{
    public string? Description { get; set; }

    public string? Format { get; set; }

    public string? Url { get; set; }

    public UserBucket? UserBucket { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Description", Description);
        writer.Add("Format", Format);
        writer.Add("Url", Url);
        writer.Add("UserBucket", UserBucket);
    }
}
