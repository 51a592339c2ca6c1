using Replication.Aws.Sdk.Runtime;

namespace Amazon.EBS;

/// <summary>Configuration of <see cref="AmazonEBSClient"/>.</summary>
public class AmazonEBSConfig() : AwsClientConfig("ebs", "EBS", "2019-11-02");
