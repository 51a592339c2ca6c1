namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UserBucket.html">UserBucket</see> of the EC2 API.</summary>
public class UserBucket : IQueryStructure
{
    public string? S3Bucket { get; set; }

    public string? S3Key { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("S3Bucket", S3Bucket);
        writer.Add("S3Key", S3Key);
    }
}
