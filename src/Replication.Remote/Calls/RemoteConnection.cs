using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using Replication.Core.Errors;
using Replication.Core.Fencing;
using Replication.Remote.Authentication;

namespace Replication.Remote.Calls;

/// <summary>
/// The connections to one server. Calls are repeated here (<see cref="Repetition"/>), so that whoever calls sees an answer, a refusal, or a server
/// that is gone for good.
/// </summary>
internal sealed class RemoteConnection : IDisposable
{
    private const string Root = "replication/v1";

    /// <summary>A store there refuses what an older run of a VM's job sends, as one here would.</summary>
    private const string EpochHeader = "x-replication-epoch";

    /// <summary>Shorter than the server keeps idle ones, so that none is taken that the server is just closing.</summary>
    private static readonly TimeSpan IdleConnection = TimeSpan.FromMinutes(1);

    /// <summary>Addresses of names change, and a connection that is always in use would never notice.</summary>
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly RemoteOptions _options;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _blocks;
    private volatile bool _answered;

    public RemoteConnection(RemoteOptions options, TimeProvider time)
    {
        _options = options;
        Time = time;
        _blocks = new SemaphoreSlim(options.Connections);
        var handler = new SocketsHttpHandler
        {
            PooledConnectionIdleTimeout = IdleConnection,
            PooledConnectionLifetime = ConnectionLife,
            ConnectTimeout = ConnectTimeout,
            AutomaticDecompression = DecompressionMethods.None,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = options.UseProxy,
        };
        if (options.Address.Scheme == Uri.UriSchemeHttps) Secure(handler.SslOptions);
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        Base = new Uri(options.Address, options.Address.AbsolutePath.TrimEnd('/') + "/" + Root);
    }

    public Uri Address => _options.Address;

    public TimeProvider Time { get; }

    public WireTraffic Traffic { get; } = new();

    /// <summary>A server that has answered once is waited for; at one that never did the address is more likely to be wrong.</summary>
    public TimeSpan RepeatFor => _answered ? _options.RepeatFor : _options.FirstAnswerWithin;

    /// <summary>Why the server's certificate was refused last.</summary>
    public ReplicationException? TrustFailure { get; private set; }

    private Uri Base { get; }

    /// <summary>Sends the call until it is answered, and reads the answer; a reading that fails on the way is a failed attempt.</summary>
    public async Task<T> RunAsync<T>(RemoteCall call, Func<RemoteAnswer, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        var repetition = new Repetition(this, call);
        while (true)
        {
            try
            {
                await using RemoteAnswer answer = await SendAsync(call, cancellationToken);
                return await read(answer);
            }
            catch (Exception error)
            {
                await repetition.FailedAsync(error, cancellationToken);
            }
        }
    }

    /// <summary>
    /// As <see cref="RunAsync"/>, for a block: of these so many are in flight at once as the options say, whoever sends them. Lists are not counted: they stay open
    /// while blocks travel, and would take the last connection from them.
    /// </summary>
    public async Task<T> RunBlockAsync<T>(RemoteCall call, Func<RemoteAnswer, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        await _blocks.WaitAsync(cancellationToken);
        try
        {
            return await RunAsync(call, read, cancellationToken);
        }
        finally
        {
            _blocks.Release();
        }
    }

    /// <summary>One attempt, up to the headers of the answer.</summary>
    public async Task<RemoteAnswer> SendAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        call.Attempts++;
        var guard = new StallGuard(call.Patience, Time, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            using HttpRequestMessage request = Message(call, guard);
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, guard.Token);
            guard.Moved();
            _answered = true;
            var answer = new RemoteAnswer(response, await response.Content.ReadAsStreamAsync(guard.Token), guard, Traffic);
            if (response.IsSuccessStatusCode || call.AlsoExpected.Contains((int)response.StatusCode)) return answer;
            await using (answer) throw await RefusalAsync(call, answer);
        }
        catch (OperationCanceledException) when (guard.Stalled)
        {
            response?.Dispose();
            guard.Dispose();
            throw new TimeoutException($"Nothing moved for {call.Patience.TotalSeconds:0} s.");
        }
        catch
        {
            response?.Dispose();
            guard.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _blocks.Dispose();
        _options.Authentication.Dispose();
    }

    private static async Task<Exception> RefusalAsync(RemoteCall call, RemoteAnswer answer)
    {
        const int longestError = 64 * 1024;
        string? code = answer.Header("x-amzn-ErrorType")?.Split(':')[0];
        string? message = RemoteErrors.MessageOf(await answer.ReadAllAsync(longestError));
        bool mayPass = code is "RequestThrottledException" or "InternalServerException"
            || answer.Status is 408 or 429 or 502 or 503 or 504
            || (answer.Status == 500 && code is null);
        return mayPass ? new PassingFailureException($"status {answer.Status} {code}: {message}") : RemoteErrors.Refused(call, answer.Status, code, message);
    }

    private HttpRequestMessage Message(RemoteCall call, StallGuard guard)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(Base.AbsoluteUri + call.Path));
        if (call.Method != HttpMethod.Get && call.Method != HttpMethod.Delete) request.Content = new SentContent(call.Body, guard, Traffic);
        if (call.ContentType is { } type) request.Content!.Headers.ContentType = new MediaTypeHeaderValue(type);
        IReadOnlyList<(string Name, string Value)> headers = WriterEpoch.Current is { } epoch ? [.. call.Headers, (EpochHeader, epoch.ToString())] : call.Headers;
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        _options.Authentication.Apply(request, call.Body.Span, [.. headers.Select(header => header.Name)], Time.GetUtcNow());
        return request;
    }

    private void Secure(SslClientAuthenticationOptions tls)
    {
        if (_options.Authentication.Certificate is { } certificate) tls.ClientCertificateContext = certificate;
        tls.CertificateRevocationCheckMode = _options.Trust.Revocation;
        tls.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            TrustFailure = _options.Trust.Refusal(Address, certificate, chain, errors, Time.GetUtcNow());
            return TrustFailure is null;
        };
    }
}
