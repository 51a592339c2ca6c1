using System.Text;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Authentication;

public class SignatureTests
{
    private static readonly byte[] Body = "some body"u8.ToArray();

    [Theory]
    [InlineData("ebs", "/a/b?x=1&y=%2Fz%2B&empty", true)]
    [InlineData("ebs", "/a/b?y=2&x=1", false)]
    [InlineData("ec2", "/", false)]
    [InlineData("s3", "/bucket/a%20b/c%2Fd=e?list-type=2&prefix=a%2Fb", true)]
    public async Task What_was_signed_with_a_known_key_is_let_in(string service, string path, bool sendsHash)
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        Answer answer = await server.SendAsync(
            server.Request(HttpMethod.Post, path, Body), new Signer(TestServer.KeyId, TestServer.Secret, server.Time) { Service = service, SendsPayloadHash = sendsHash });
        Assert.Equal(200, answer.Status);
        Assert.Equal(Body, answer.Body);
        Assert.Equal(AccessKey.DefaultAccountId, answer.Headers["x-account"]);
    }

    [Theory]
    [InlineData("ebs", 403, "InvalidSignatureException")]
    [InlineData("ec2", 403, "<Code>SignatureDoesNotMatch</Code>")]
    [InlineData("s3", 403, "<Code>SignatureDoesNotMatch</Code>")]
    public async Task A_wrong_secret_is_refused_in_the_words_of_the_protocol(string service, int status, string code)
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        Answer answer = await server.SendAsync(server.Request(HttpMethod.Post, "/", Body), new Signer(TestServer.KeyId, "wrong", server.Time) { Service = service });
        Refused(answer, status, code);
    }

    [Theory]
    [InlineData("ebs", 403, "UnrecognizedClientException")]
    [InlineData("ec2", 401, "<Code>AuthFailure</Code>")]
    [InlineData("s3", 403, "<Code>InvalidAccessKeyId</Code>")]
    public async Task An_unknown_key_is_refused(string service, int status, string code)
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        Refused(await server.SendAsync(server.Request(HttpMethod.Get, "/"), new Signer("AKIDNOBODY", TestServer.Secret, server.Time) { Service = service }), status, code);
    }

    [Theory]
    [InlineData("ebs", 16, 403, "InvalidSignatureException")]
    [InlineData("ebs", -16, 403, "InvalidSignatureException")]
    [InlineData("ec2", -16, 400, "<Code>RequestExpired</Code>")]
    [InlineData("s3", -16, 403, "<Code>RequestTimeTooSkewed</Code>")]
    public async Task A_clock_that_is_off_by_more_than_15_minutes_is_refused(string service, int minutes, int status, string code)
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        Refused(
            await server.SendAsync(
                server.Request(HttpMethod.Get, "/"), new Signer(TestServer.KeyId, TestServer.Secret, server.Time) { Service = service, Skew = TimeSpan.FromMinutes(minutes) }),
            status, code);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(-15)]
    public async Task A_clock_that_is_off_by_15_minutes_is_let_in(int minutes)
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        Answer answer = await server.SendAsync(
            server.Request(HttpMethod.Get, "/"), new Signer(TestServer.KeyId, TestServer.Secret, server.Time) { Skew = TimeSpan.FromMinutes(minutes) });
        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("ebs", null, 403, "MissingAuthenticationTokenException")]
    [InlineData("ebs", "Basic dXNlcjpwYXNz", 403, "IncompleteSignatureException")]
    [InlineData("ebs", "AWS4-HMAC-SHA256 Credential=a/20300517/r/ebs/aws4_request", 403, "IncompleteSignatureException")]
    [InlineData("ebs", "AWS4-HMAC-SHA256 Credential=a/b/ebs/aws4_request, SignedHeaders=host, Signature=00", 403, "IncompleteSignatureException")]
    [InlineData("ec2", "AWS4-HMAC-SHA256 Credential=a/20300517/r/ec2/aws4_request, SignedHeaders=host;date", 400, "<Code>IncompleteSignature</Code>")]
    [InlineData("s3", "AWS4-HMAC-SHA256 Credential=a/20300517/r/s3/aws4_request, Signature=00", 400, "<Code>AuthorizationHeaderMalformed</Code>")]
    public async Task An_incomplete_signature_is_refused(string service, string? header, int status, string code)
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        HttpRequestMessage request = server.Request(HttpMethod.Get, $"/{service}");
        if (header is not null) request.Headers.TryAddWithoutValidation("Authorization", header);
        Refused(await server.SendSignedAsync(request), status, code);
    }

    [Fact]
    public async Task A_presigned_url_is_refused_with_the_reason()
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        Answer answer = await server.SendSignedAsync(server.Request(HttpMethod.Get, "/x?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00"));
        Refused(answer, 403, "IncompleteSignatureException");
        Assert.Contains("Presigned", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_the_signed_one_is_refused()
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        HttpRequestMessage request = server.Request(HttpMethod.Post, "/", Body);
        await server.Signer().SignAsync(request);
        request.Content = new ByteArrayContent("some b0dy"u8.ToArray());
        Refused(await server.SendSignedAsync(request), 403, "InvalidSignatureException");
    }

    [Theory]
    [InlineData("/other")]
    [InlineData("/path?x=2")]
    public async Task A_target_that_is_not_the_signed_one_is_refused(string path)
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        HttpRequestMessage request = server.Request(HttpMethod.Get, "/path?x=1");
        await server.Signer().SignAsync(request);
        request.RequestUri = new Uri(server.Address, path);
        Refused(await server.SendSignedAsync(request), 403, "InvalidSignatureException");
    }

    [Fact]
    public async Task A_header_of_the_service_must_be_signed()
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        HttpRequestMessage request = server.Request(HttpMethod.Get, "/", null, ("x-amz-Checksum", "abc"));
        await server.Signer().SignAsync(request, leaveUnsigned: ["x-amz-Checksum"]);
        Refused(await server.SendSignedAsync(request), 403, "InvalidSignatureException");
    }

    [Theory]
    [InlineData("the-token", 200)]
    [InlineData("another", 403)]
    [InlineData(null, 403)]
    public async Task A_temporary_key_needs_its_token(string? token, int status)
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        Answer answer = await server.SendAsync(server.Request(HttpMethod.Get, "/"), new Signer("ASIATEMPORARY", TestServer.Secret, server.Time) { Token = token });
        Assert.Equal(status, answer.Status);
        Assert.DoesNotContain("the-token", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", 200)]
    [InlineData("POST", 403)]
    public async Task An_unsigned_payload_needs_tls_or_an_operation_that_proves_it(string method, int status)
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        Answer answer = await server.SendAsync(server.Request(new HttpMethod(method), "/", Body), payload: "UNSIGNED-PAYLOAD");
        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Regions_are_told_apart_by_the_credential_scope_and_a_single_one_answers_to_any_name()
    {
        await using TestServer one = await TestServer.StartEchoAsync();
        Answer any = await one.SendAsync(one.Request(HttpMethod.Get, "/"), new Signer(TestServer.KeyId, TestServer.Secret, one.Time) { Region = "mars-1" });
        Assert.Equal("eu-central-1", any.Headers["x-region"]);

        await using TestServer two = await TestServer.StartEchoAsync(options => options with
        {
            Regions = new RegionRegistry([.. options.Regions.All, new ServerRegion("us-east-1", options.Regions.All[0].Storage)]),
        });
        Answer east = await two.SendAsync(two.Request(HttpMethod.Get, "/"), new Signer(TestServer.KeyId, TestServer.Secret, two.Time) { Region = "us-east-1" });
        Assert.Equal("us-east-1", east.Headers["x-region"]);
        Refused(await two.SendAsync(two.Request(HttpMethod.Get, "/"), new Signer(TestServer.KeyId, TestServer.Secret, two.Time) { Region = "mars-1" }), 403, "InvalidSignatureException");
    }

    [Fact]
    public async Task A_key_is_good_for_its_services_only()
    {
        await using TestServer server = await TestServer.StartEchoAsync(options => options with
        {
            AccessKeys = new AccessKeySet(new AccessKey(TestServer.KeyId, TestServer.Secret, services: ["ec2"])),
        });
        Assert.Equal(200, (await server.SendAsync(server.Request(HttpMethod.Get, "/"), server.Signer("ec2"))).Status);
        (await server.SendAsync(server.Request(HttpMethod.Get, "/"))).Is(403, "AccessDeniedException");
    }

    [Fact]
    public void INV_10_no_text_of_a_key_holds_its_secret()
    {
        var key = new AccessKey("AKID", "topsecret", sessionToken: "toptoken");
        Assert.DoesNotContain("top", $"{key}", StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", Assert.Throws<ReplicationException>(() => new AccessKey("A/B", "topsecret")).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", System.Text.Json.JsonSerializer.Serialize(key), StringComparison.Ordinal);
    }

    private static void Refused(Answer answer, int status, string code)
    {
        Assert.Equal(status, answer.Status);
        Assert.True(answer.ErrorType == code || answer.Text.Contains(code, StringComparison.Ordinal), $"{answer.ErrorType} {Encoding.UTF8.GetString(answer.Body)}");
    }
}
