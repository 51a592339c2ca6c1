namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UserBucketDetails.html">UserBucketDetails</see> of the EC2 API.</summary>
public class UserBucketDetails
{
    public string? S3Bucket { get; set; }

    public string? S3Key { get; set; }

    internal static UserBucketDetails Read(ResponseElement xml) => new()
    {
        S3Bucket = xml.Text("s3Bucket"),
        S3Key = xml.Text("s3Key"),
    };
}
