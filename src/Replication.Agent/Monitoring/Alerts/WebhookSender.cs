using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Replication.Core.Alerts;

namespace Replication.Agent.Monitoring.Alerts;

/// <summary>
/// Posts an alert as JSON. With a secret the header Replication-Signature is "t=SECONDS,v1=HEX": HMAC-SHA256 over "SECONDS.body", so that a receiver
/// can tell who sent it and that it is not an old one again. The id is in a header of its own: a delivery that is repeated has the same.
/// </summary>
internal sealed class WebhookSender(TimeProvider time) : IAlertSender, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // A redirection could lead the document to somebody else.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Limit }) { Timeout = Limit };

    public async Task SendAsync(AlertChannel channel, Alert alert, CancellationToken cancellationToken)
    {
        byte[] body = AlertDocument.Write(alert);
        using var request = new HttpRequestMessage(HttpMethod.Post, channel.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.Add("Replication-Alert-Id", alert.Id);
        if (channel.SecretFile is { } file)
        {
            byte[] secret = await SecretFile.ReadAsync(file, cancellationToken);
            request.Headers.Add("Replication-Signature", Sign(secret, body, time.GetUtcNow()));
        }

        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"The receiver answered {(int)response.StatusCode}.", null, response.StatusCode);
    }

    public void Dispose() => _client.Dispose();

    internal static string Sign(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> body, DateTimeOffset at)
    {
        string seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(seconds + "."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(secret, signed))}";
    }
}
