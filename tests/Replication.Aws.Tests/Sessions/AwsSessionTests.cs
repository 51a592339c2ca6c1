using Amazon.EBS;
using Amazon.EBS.Model;
using Amazon.Runtime;
using Replication.Aws.Sessions;
using Replication.Aws.Tests.Support;
using Replication.Core.Errors;

namespace Replication.Aws.Tests.Sessions;

public class AwsSessionTests
{
    private const string Secret = "the-secret-key-that-never-shows";

    [Fact]
    public async Task A_role_is_assumed_with_its_external_id_and_its_keys_sign_what_follows()
    {
        using var service = new LoopbackService(request => request.Contains("Action=AssumeRole", StringComparison.Ordinal) ? (200, Assumed("ASIAROLE")) : (200, "{}"));
        using AwsSession session = Open(service, ("role", "arn:aws:iam::123456789012:role/replica"), ("externalId", "ours"));
        using AmazonEBSClient client = session.CreateEbsClient();
        await client.StartSnapshotAsync(new StartSnapshotRequest { VolumeSize = 1 });
        await client.StartSnapshotAsync(new StartSnapshotRequest { VolumeSize = 1 });
        Assert.Equal(3, service.Requests.Count);
        Assert.Contains("ExternalId=ours", service.Requests[0], StringComparison.Ordinal);
        Assert.Contains("Credential=AKIDEXAMPLE/", service.Requests[0], StringComparison.Ordinal);
        Assert.Contains("Credential=ASIAROLE/", service.Requests[1], StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/ebs/aws4_request", service.Requests[1], StringComparison.Ordinal);
        Assert.Contains("X-Amz-Security-Token: role-token", service.Requests[2], StringComparison.OrdinalIgnoreCase);
        Assert.All(service.Requests, request => Assert.DoesNotContain(Secret, request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_account_is_asked_once_and_must_be_the_sites()
    {
        using var service = new LoopbackService(_ => (200, Identity("123456789012")));
        using AwsSession session = Open(service);
        Assert.Equal("123456789012", await session.GetAccountIdAsync());
        Assert.Equal("123456789012", await session.GetAccountIdAsync());
        Assert.Single(service.Requests);

        using AwsSession other = Open(service, ("account", "210987654321"));
        Assert.Equal("AwsAccountMismatch", (await Assert.ThrowsAsync<ReplicationException>(() => other.GetAccountIdAsync())).ErrorId);
    }

    [Fact]
    public async Task Rejected_credentials_are_an_error_without_a_secret_in_it()
    {
        using var service = new LoopbackService(_ => (403, "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>The security token is invalid.</Message></Error></ErrorResponse>"));
        using AwsSession session = Open(service);
        var error = await Assert.ThrowsAnyAsync<ReplicationException>(() => session.GetAccountIdAsync());
        Assert.Equal("AwsCredentialsRejected", error.ErrorId);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, session.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, session.Credentials.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void INV_10_an_unknown_profile_is_refused()
    {
        AwsSessionSettings settings = Settings(("profile", $"missing-{Guid.NewGuid():N}"));
        Assert.Equal("AwsProfileNotFound", Assert.Throws<ReplicationException>(() => AwsSession.Open(settings)).ErrorId);
    }

    [Fact]
    public void INV_10_a_file_of_authorities_must_hold_certificates()
    {
        using var folder = new TemporaryDirectory();
        string empty = Path.Combine(folder.Path, "ca.pem");
        foreach (Action prepare in new[] { () => { }, () => File.WriteAllText(empty, ""), () => File.WriteAllText(empty, "-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----") })
        {
            prepare();
            Assert.Equal("AwsCaFileUnreadable", Assert.Throws<ReplicationException>(() => AwsSession.Open(Settings(("caFile", empty)), Keys())).ErrorId);
        }
    }

    [Fact]
    public async Task A_proxy_gets_the_requests()
    {
        using var proxy = new LoopbackService(_ => (200, Identity("123456789012")));
        using AwsSession session = AwsSession.Open(Settings(("proxy", proxy.Url), ("stsUrl", "http://sts.example.invalid")), Keys());
        Assert.Equal("123456789012", await session.GetAccountIdAsync());
        Assert.StartsWith("POST http://sts.example.invalid/", Assert.Single(proxy.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_without_service_url_goes_to_the_region()
    {
        using AwsSession session = AwsSession.Open(Settings(), Keys());
        using AmazonEBSClient client = session.CreateEbsClient();
        Assert.Equal("https://ebs.eu-west-1.amazonaws.com", client.Config.DetermineServiceOperationEndpoint(new(new StartSnapshotRequest())).URL);
    }

    private static BasicAWSCredentials Keys() => new("AKIDEXAMPLE", Secret);

    private static AwsSession Open(LoopbackService service, params (string Name, string Value)[] more) =>
        AwsSession.Open(Settings([("serviceUrl", service.Url), .. more]), Keys());

    private static AwsSessionSettings Settings(params (string Name, string Value)[] settings) => AwsSessionSettings.Parse(
        "home", settings.Append(("region", "eu-west-1")).ToDictionary(setting => setting.Item1, setting => setting.Item2));

    private static string Identity(string account) =>
        $"<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>arn</Arn><UserId>u</UserId><Account>{account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

    private static string Assumed(string key) =>
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
        + $"<AccessKeyId>{key}</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>"
        + "</Credentials></AssumeRoleResult></AssumeRoleResponse>";
}
