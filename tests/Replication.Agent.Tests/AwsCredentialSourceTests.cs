using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Replication.Aws.Tests.Sessions;

namespace Replication.Agent.Tests;

/// <summary>
/// Where keys come from when neither settings nor environment name any. The keys are temporary ones that the served cloud has
/// given out, so only a client that has fetched all three parts of them is let in.
/// </summary>
public sealed class AwsCredentialSourceTests : IAsyncDisposable
{
    private const string Account = "123456789012";
    private const string Role = "replicator";

    private readonly CommandRun _run = new();
    private ServedCloud? _cloud;
    private LoopbackService? _source;

    [Fact]
    public async Task Keys_of_an_instance_come_from_its_metadata_service()
    {
        Credentials keys = await TemporaryKeysAsync();
        _source = new LoopbackService(request =>
        {
            const string list = "GET /latest/meta-data/iam/security-credentials";
            string asked = Asked(request).TrimEnd('/');
            if (asked == "PUT /latest/api/token") return Answer("session-of-the-metadata-service");
            if (!Carries(request, "X-aws-ec2-metadata-token", "session-of-the-metadata-service")) return Missing;
            return asked switch
            {
                list => Answer(Role),
                $"{list}/{Role}" => Answer(JsonSerializer.Serialize(new Dictionary<string, string>
                {
                    ["Code"] = "Success",
                    ["Type"] = "AWS-HMAC",
                    ["LastUpdated"] = Utc(keys.Expiration!.Value.AddHours(-1)),
                    ["AccessKeyId"] = keys.AccessKeyId,
                    ["SecretAccessKey"] = keys.SecretAccessKey,
                    ["Token"] = keys.SessionToken,
                    ["Expiration"] = Utc(keys.Expiration.Value),
                })),
                _ => Missing,
            };
        });
        _run.Environment["AWS_EC2_METADATA_DISABLED"] = "false";
        _run.Environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = _source.Url;

        await UseTheCloudAsync();
        Assert.Contains($"GET /latest/meta-data/iam/security-credentials/{Role}", _source.Requests.Select(Asked));
        _run.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        await RefusedAsync();
    }

    [Fact]
    public async Task Keys_of_a_profile_with_single_sign_on_come_from_its_portal()
    {
        Credentials keys = await TemporaryKeysAsync();
        _source = new LoopbackService(request =>
        {
            if (!Carries(request, "x-amz-sso_bearer_token", "token-of-the-sign-on") || !Asked(request).StartsWith("GET /federation/credentials?", StringComparison.Ordinal)) return Missing;
            return Answer(JsonSerializer.Serialize(new
            {
                roleCredentials = new
                {
                    accessKeyId = keys.AccessKeyId,
                    secretAccessKey = keys.SecretAccessKey,
                    sessionToken = keys.SessionToken,
                    expiration = new DateTimeOffset(keys.Expiration!.Value.ToUniversalTime()).ToUnixTimeMilliseconds(),
                },
            }));
        });
        // What `aws configure sso` and `aws sso login` leave behind.
        string home = _run.Path1("home", ".aws");
        Directory.CreateDirectory(Path.Combine(home, "sso", "cache"));
        await File.WriteAllTextAsync(
            Path.Combine(home, "config"),
            $"""
            [profile dr]
            sso_session = company
            sso_account_id = {Account}
            sso_role_name = {Role}
            region = {ServedCloud.Region}

            [sso-session company]
            sso_start_url = https://company.example/start
            sso_region = {ServedCloud.Region}
            sso_registration_scopes = sso:account:access
            """);
        string name = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes("company")));
        await File.WriteAllTextAsync(
            Path.Combine(home, "sso", "cache", $"{name}.json"),
            JsonSerializer.Serialize(new { startUrl = "https://company.example/start", region = ServedCloud.Region, accessToken = "token-of-the-sign-on", expiresAt = Utc(keys.Expiration!.Value) }));
        _run.Environment["AWS_ENDPOINT_URL_SSO"] = _source.Url;

        await UseTheCloudAsync("--profile", "dr");
        Assert.Contains(_source.Requests.Select(Asked), path => path.Contains($"role_name={Role}", StringComparison.Ordinal) && path.Contains($"account_id={Account}", StringComparison.Ordinal));
        Directory.Delete(Path.Combine(home, "sso"), recursive: true);
        await RefusedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _source?.Dispose();
        if (_cloud is not null) await _cloud.DisposeAsync();
        _run.Dispose();
    }

    private static (int Status, string Body) Missing => (404, "");

    private static (int Status, string Body) Answer(string body) => (200, body);

    /// <summary>Method, path and query of a request.</summary>
    private static string Asked(string request) => request[..request.IndexOf(" HTTP/", StringComparison.Ordinal)];

    private static bool Carries(string request, string header, string value) => request.Contains($"\r\n{header}: {value}\r\n", StringComparison.OrdinalIgnoreCase);

    private static string Utc(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Credentials> TemporaryKeysAsync()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The server is stopped by a signal.");
        _cloud = await ServedCloud.StartAsync(_run);
        Directory.CreateDirectory(_run.Path1("home"));
        _run.Environment["HOME"] = _run.Path1("home");
        using var sts = new AmazonSecurityTokenServiceClient(
            new BasicAWSCredentials(ServedCloud.KeyId, ServedCloud.Secret), new AmazonSecurityTokenServiceConfig { ServiceURL = _cloud.Url, AuthenticationRegion = ServedCloud.Region });
        AssumeRoleResponse answer = await sts.AssumeRoleAsync(
            new AssumeRoleRequest { RoleArn = $"arn:aws:iam::{Account}:role/{Role}", RoleSessionName = "session", DurationSeconds = 3600 });
        return answer.Credentials;
    }

    /// <summary>Signs calls of EC2, S3 and STS; no key lies anywhere in the workspace afterwards.</summary>
    private async Task UseTheCloudAsync(params string[] options)
    {
        await _run.JsonAsync(["site", "add", "cloud", "--kind", "Aws", "--region", ServedCloud.Region, "--service-url", _cloud!.Url, .. options]);
        Assert.Equal(0, (await _run.JsonAsync("machine", "list", "--site", "cloud")).GetArrayLength());
        foreach (string file in Directory.EnumerateFiles(_run.Path1("workspace"), "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("SessionToken", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Without the source there are no keys, which shows that they came from there.</summary>
    private async Task RefusedAsync()
    {
        CommandResult refused = await _run.RunAsync("machine", "list", "--site", "cloud");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("AwsCredentialsRejected", refused.Errors, StringComparison.Ordinal);
    }
}
