using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Replication.Agent.Monitoring.Alerts;
using Replication.Core.Alerts;
using Replication.Core.Errors;
using Replication.Core.Health;

namespace Replication.Agent.Tests.Monitoring;

public sealed class AlertSenderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-senders-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_webhook_gets_the_document_with_a_signature_that_the_secret_proves()
    {
        using var receiver = new HttpReceiver();
        using var sender = new WebhookSender(new TestClock());
        await sender.SendAsync(Channel(AlertChannelKind.Webhook, receiver.Url + "/hook") with { SecretFile = Secret("s3cret\n") }, Sample(), CancellationToken.None);
        Assert.True(receiver.Requests.TryDequeue(out Received? request));
        Assert.StartsWith("POST /hook ", request.Head, StringComparison.Ordinal);
        Assert.Equal("a1", request.Header("Replication-Alert-Id"));
        string seconds = TestClock.Noon.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(seconds + "."), .. request.Body];
        Assert.Equal($"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData("s3cret"u8, signed))}", request.Header("Replication-Signature"));
        using JsonDocument document = JsonDocument.Parse(request.Body);
        Assert.Equal("Critical", document.RootElement.GetProperty("health").GetString());
        Assert.Equal("Büro \"1\"", document.RootElement.GetProperty("vm").GetString());
        Assert.Equal(3600, document.RootElement.GetProperty("rpoAgeSeconds").GetDouble());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(302)]
    public async Task A_receiver_that_does_not_take_it_is_a_failure(int status)
    {
        using var receiver = new HttpReceiver { Status = status };
        using var sender = new WebhookSender(new TestClock());
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => sender.SendAsync(Channel(AlertChannelKind.Webhook, receiver.Url), Sample(), CancellationToken.None));
        Assert.Contains($"{status}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_others_may_read_is_not_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes of files.");
        string file = Secret("s3cret");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        using var receiver = new HttpReceiver();
        using var sender = new WebhookSender(new TestClock());
        var error = await Assert.ThrowsAsync<ReplicationException>(
            () => sender.SendAsync(Channel(AlertChannelKind.Webhook, receiver.Url) with { SecretFile = file }, Sample(), CancellationToken.None));
        Assert.Equal("AlertSecretInvalid", error.ErrorId);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task A_mail_server_gets_a_message_of_ascii_that_reads_as_it_was_written()
    {
        using var server = new MailServer();
        AlertChannel channel = Channel(AlertChannelKind.Email, server.Url) with { From = "dr@example.com", To = ["a@example.com", "b@example.com"], UserName = "dr", SecretFile = Secret("p@ss") };
        await new EmailSender().SendAsync(channel, Sample(), CancellationToken.None);
        string conversation = await server.ConversationAsync();
        Assert.Contains("AUTH PLAIN " + Convert.ToBase64String("\0dr\0p@ss"u8), conversation, StringComparison.Ordinal);
        Assert.Contains("MAIL FROM:<dr@example.com>\r\nRCPT TO:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n", conversation, StringComparison.Ordinal);
        Assert.EndsWith("\r\n.\r\nQUIT\r\n", conversation, StringComparison.Ordinal);
        Assert.All(conversation, c => Assert.InRange(c, '\n', '~'));
        string[] parts = conversation[(conversation.IndexOf("DATA\r\n", StringComparison.Ordinal) + 6)..].Split("\r\n\r\n", 2);
        Assert.Contains($"Subject: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes("Critical: Büro \"1\" (web)"))}?=", parts[0], StringComparison.Ordinal);
        string text = Encoding.UTF8.GetString(Convert.FromBase64String(parts[1].Split("\r\n.\r\n")[0].Replace("\r\n", "", StringComparison.Ordinal)));
        Assert.Contains("The newest point is too old.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_a_mail_server_refuses_is_a_failure_with_its_words()
    {
        using var server = new MailServer(refusing: "RCPT");
        AlertChannel channel = Channel(AlertChannelKind.Email, server.Url) with { From = "dr@example.com", To = ["nobody@example.com"] };
        var error = await Assert.ThrowsAsync<IOException>(() => new EmailSender().SendAsync(channel, Sample(), CancellationToken.None));
        Assert.Contains("550 no such user", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journal_gets_one_datagram_of_its_native_protocol()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no journal on Windows.");
        string path = Path.Combine(_folder, "journal");
        using var journal = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        journal.Bind(new UnixDomainSocketEndPoint(path));
        await new SystemLogSender(path).SendAsync(Channel(AlertChannelKind.SystemLog, null), Sample() with { Details = ["one\ntwo"] }, CancellationToken.None);
        var buffer = new byte[4096];
        int length = await journal.ReceiveAsync(buffer);
        string entry = Encoding.UTF8.GetString(buffer, 0, length);
        Assert.Contains("PRIORITY=2\nSYSLOG_IDENTIFIER=replication\nREPLICATION_ALERT_ID=a1\n", entry, StringComparison.Ordinal);
        // A value with a line feed has its length before it.
        byte[] message = Encoding.UTF8.GetBytes("Critical: Büro \"1\" (web): one\ntwo");
        var expected = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(expected, (ulong)message.Length);
        byte[] field = [.. "MESSAGE\n"u8, .. expected, .. message, (byte)'\n'];
        Assert.True(buffer.AsSpan(0, length).StartsWith(field));
    }

    [Theory]
    [InlineData(AlertChannelKind.Webhook, "http://example.com/hook", "not encrypted")]
    [InlineData(AlertChannelKind.Webhook, "https://user:pw@example.com/", "user name or password")]
    [InlineData(AlertChannelKind.Webhook, "example.com", "no address")]
    [InlineData(AlertChannelKind.Email, "https://example.com", "no address of a mail server")]
    [InlineData(AlertChannelKind.Unknown, null, "not known")]
    public void A_channel_that_cannot_be_is_refused(AlertChannelKind kind, string? address, string found)
    {
        var error = Assert.Throws<ReplicationException>(() => AlertChannelRules.Validate(Channel(kind, address) with { From = "a@example.com", To = ["b@example.com"] }));
        Assert.Equal("AlertChannelInvalid", error.ErrorId);
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pw@", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a@example.com\r\nRCPT TO:<evil@example.com>")]
    [InlineData("a@example.com>")]
    [InlineData("nobody")]
    public void An_address_that_would_be_another_command_is_refused(string address) => Assert.Equal(
        "AlertChannelInvalid",
        Assert.Throws<ReplicationException>(
            () => AlertChannelRules.Validate(Channel(AlertChannelKind.Email, "smtp://127.0.0.1:25") with { From = "a@example.com", To = [address] })).ErrorId);

    private string Secret(string content)
    {
        string file = Path.Combine(_folder, "secret");
        File.WriteAllText(file, content);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    private static AlertChannel Channel(AlertChannelKind kind, string? address) => new() { Id = "c", Name = "channel", ChannelKind = kind, Address = address };

    private static Alert Sample() => new()
    {
        Id = "a1",
        ChannelId = "c",
        Reason = AlertReason.Worse,
        At = TestClock.Noon,
        VMId = "vm",
        VMName = "Büro \"1\"",
        GroupName = "web",
        Health = HealthState.Critical,
        Before = HealthState.Normal,
        Details = ["The newest point is too old."],
        RpoAge = TimeSpan.FromHours(1),
    };
}
