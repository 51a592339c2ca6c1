using System.Net.Security;

namespace Replication.Remote.Authentication;

/// <summary>How this side proves who it is: by a signature on each request, or by a certificate on each connection.</summary>
internal interface IRequestAuthentication : IDisposable
{
    /// <summary>For connections over TLS; null where requests are signed.</summary>
    SslStreamCertificateContext? Certificate { get; }

    /// <summary>Adds what proves the request.</summary>
    /// <param name="request">Complete but for that.</param>
    /// <param name="body">As it will be sent.</param>
    /// <param name="headers">Names of the headers that decide something.</param>
    /// <param name="now">UTC.</param>
    void Apply(HttpRequestMessage request, ReadOnlySpan<byte> body, IReadOnlyCollection<string> headers, DateTimeOffset now);
}
