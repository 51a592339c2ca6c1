using System.Net.Http.Json;
using System.Text.Json;
using Replication.Core.Errors;
using Replication.Core.Replicas.Certificates;
using Replication.Core.Serialization;

namespace Replication.Core.Replicas.Remote;

/// <summary>
/// Talks to a replica server about itself: who we are to it, and, for administrators, its settings and authorizations (HVR-21). What the server
/// refuses is a <see cref="ReplicationException"/> with the server's own id.
/// </summary>
public sealed class ReplicaServerClient : IReplicaAdministration
{
    private const string ErrorHeader = "x-amzn-ErrorType";

    private readonly ReplicaTarget _target;
    private readonly OwnCertificate _own;
    private readonly ReplicaTlsClient _tls;
    private readonly HttpClient _http;

    /// <exception cref="ReplicationException">CertificateInvalid, TrustFileInvalid</exception>
    public ReplicaServerClient(ReplicaTarget target, TimeProvider time)
    {
        _target = target;
        (_own, CertificateTrust trust) = target.Load();
        _tls = new ReplicaTlsClient(target.Host, _own, trust, time);
        var handler = new SocketsHttpHandler { ConnectTimeout = target.Timeout, AllowAutoRedirect = false, UseCookies = false, UseProxy = false, SslOptions = _tls.Options() };
        _http = new HttpClient(handler)
        {
            Timeout = target.Timeout + target.Timeout,
            BaseAddress = new UriBuilder(Uri.UriSchemeHttps, target.Host, target.Port, "/replication/v1/").Uri,
        };
    }

    public Task<ReplicaAccess> GetAccessAsync(CancellationToken cancellationToken = default) => SendAsync<ReplicaAccess>(HttpMethod.Get, "access", null, cancellationToken);

    public Task<ReplicaServerDocument> GetAsync(CancellationToken cancellationToken = default) => SendAsync<ReplicaServerDocument>(HttpMethod.Get, "server", null, cancellationToken);

    public Task<ReplicaServerSettings> SetAsync(ReplicaServerChange change, CancellationToken cancellationToken = default) =>
        SendAsync<ReplicaServerSettings>(HttpMethod.Patch, "server", change, cancellationToken);

    public Task<ReplicationAuthorization> AddAuthorizationAsync(AuthorizationChange entry, CancellationToken cancellationToken = default) =>
        SendAsync<ReplicationAuthorization>(HttpMethod.Post, "server/authorizations", entry, cancellationToken);

    public Task<ReplicationAuthorization> SetAuthorizationAsync(string primary, AuthorizationChange change, CancellationToken cancellationToken = default) =>
        SendAsync<ReplicationAuthorization>(HttpMethod.Patch, $"server/authorizations/{Uri.EscapeDataString(primary)}", change, cancellationToken);

    public async Task RemoveAuthorizationAsync(string primary, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await AnswerAsync(HttpMethod.Delete, $"server/authorizations/{Uri.EscapeDataString(primary)}", null, cancellationToken);
    }

    public void Dispose()
    {
        _http.Dispose();
        _own.Dispose();
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await AnswerAsync(method, path, body, cancellationToken);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(ReplicationJson.Compact, cancellationToken) ?? throw Unknown(response, null);
        }
        catch (JsonException error)
        {
            throw Unknown(response, error);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ReplicationJson.Compact));
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw _tls.Refusal ?? new ReplicationException(
                ReplicaErrorIds.ReplicaUnreachable, _target.ToString(), error.GetBaseException().Message, "a replica server that answers.", "Test it with Test-ReplicaServer.", error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ReplicationException(
                ReplicaErrorIds.ReplicaUnreachable, _target.ToString(), $"It did not answer within {(_target.Timeout + _target.Timeout).TotalSeconds:0} s.", "a replica server that answers.",
                "Test it with Test-ReplicaServer.");
        }

        if (response.IsSuccessStatusCode) return response;
        using (response) throw await RefusalAsync(response, cancellationToken);
    }

    private async Task<ReplicationException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string? code = response.Headers.TryGetValues(ErrorHeader, out IEnumerable<string>? values) ? values.First() : null;
        if (code is null) return Unknown(response, null);
        string message;
        try
        {
            using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            message = document.RootElement.TryGetProperty("Message", out JsonElement text) ? text.GetString() ?? "" : "";
        }
        catch (JsonException error)
        {
            return Unknown(response, error);
        }

        // Codes that end so belong to the protocol that it shares with others, not to us.
        const string foreign = "Exception";
        return code.EndsWith(foreign, StringComparison.Ordinal)
            ? new ReplicationException(ReplicaErrorIds.ReplicaServerRefused, _target.ToString(), $"{code}: {message}")
            : new ReplicationException(code, _target.ToString(), message);
    }

    private ReplicationException Unknown(HttpResponseMessage response, Exception? inner) => new(
        ReplicaErrorIds.ReplicaProtocolUnknown, _target.ToString(), $"It answered {(int)response.StatusCode} in words that are not those of /replication/v1.", "a replica server.",
        "Check address and port.", inner);
}
