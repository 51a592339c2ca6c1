using Amazon.EC2;
using Amazon.Runtime;
using Amazon.S3;
using Replication.Aws.Ec2;
using Replication.Aws.Manifests;
using Replication.Aws.Sessions;

namespace Replication.Aws.Tests.Moto;

[Collection(MotoCollection.Name)]
public sealed class MotoSessionTests(MotoServer moto)
{
    [Fact]
    public async Task One_session_makes_clients_of_EC2_and_S3_for_its_service_url_and_role()
    {
        var settings = new AwsSessionSettings
        {
            Region = MotoServer.Region,
            Role = "arn:aws:iam::123456789012:role/replication",
            ServiceUrls = new Dictionary<string, Uri> { [""] = new(moto.Url) },
        };
        using AwsSession session = AwsSession.Open(settings, new BasicAWSCredentials("AKIDEXAMPLE", "secret"));
        using AmazonEC2Client ec2 = session.CreateEc2Client(retries: 0);
        Assert.NotEmpty((await ec2.DescribeRegionsAsync()).Regions!);
        using AmazonS3Client s3 = session.CreateS3Client();
        var location = new S3ManifestLocation($"session-{Guid.NewGuid():N}", "points/", await session.GetAccountIdAsync());
        Assert.True((await new ManifestBucket(s3, location, MotoServer.Region).EnsureAsync()).Created);
        var store = new S3ManifestStore(s3, location);
        await store.WriteAsync("m", "one"u8.ToArray(), null);
        Assert.NotNull(await store.ReadAsync("m"));
    }
}
