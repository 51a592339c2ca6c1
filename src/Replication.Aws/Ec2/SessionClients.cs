using Amazon.EC2;
using Amazon.S3;
using Replication.Aws.Sessions;

namespace Replication.Aws.Ec2;

/// <summary>The clients of a session beside that of EBS direct.</summary>
public static class SessionClients
{
    /// <param name="session">Account and region.</param>
    /// <param name="retries">Repetitions of a call by the client itself; none for <see cref="Ec2SnapshotOperations"/>, whose store repeats by class of error.</param>
    public static AmazonEC2Client CreateEc2Client(this AwsSession session, int retries = 5)
    {
        AmazonEC2Config config = session.Configure(new AmazonEC2Config(), "ec2");
        config.MaxErrorRetry = retries;
        return new AmazonEC2Client(session.Credentials, config);
    }

    public static AmazonS3Client CreateS3Client(this AwsSession session)
    {
        AmazonS3Config config = session.Configure(new AmazonS3Config(), "s3");
        // A host name of its own for each bucket is Amazon's DNS; another server has one name.
        config.ForcePathStyle = !string.IsNullOrEmpty(config.ServiceURL);
        return new AmazonS3Client(session.Credentials, config);
    }
}
