using Replication.Aws.Sdk.Runtime;

namespace Amazon.EC2;

/// <summary>Configuration of <see cref="AmazonEC2Client"/>: region or <c>ServiceURL</c>, proxy, timeouts, retries.</summary>
public class AmazonEC2Config : AwsClientConfig
{
    internal const string ApiVersion = "2016-11-15";

    public AmazonEC2Config()
        : base("ec2", "EC2", ApiVersion)
    {
    }
}
