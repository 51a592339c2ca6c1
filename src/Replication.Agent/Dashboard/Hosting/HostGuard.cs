using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Replication.Agent.Dashboard.Hosting;

/// <summary>
/// Answers only to names that are this machine's. A page of another site can have its own name resolve to this machine's address, and its
/// scripts would then read the dashboard as their own (DNS rebinding); the name in the Host header gives it away. Addresses cannot be rebound.
/// </summary>
internal sealed class HostGuard
{
    private readonly HashSet<string> _names;

    public HostGuard(DashboardOptions options)
    {
        _names = new HashSet<string>(["localhost", .. options.HostNames], StringComparer.OrdinalIgnoreCase);
        if (!options.IsExposed) return;
        _names.Add(Environment.MachineName);
        if (options.Certificate is not null) _names.UnionWith(NamesOf(options.Certificate));
    }

    public bool Allows(HostString host) =>
        host.HasValue && (_names.Contains(host.Host.TrimEnd('.')) || IPAddress.TryParse(host.Host.Trim('[', ']'), out _));

    /// <summary>Whether a form comes from a page of this site: browsers say from where, with every form.</summary>
    public static bool IsSameOrigin(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            ? string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            : request.Headers["Sec-Fetch-Site"] == "same-origin";
    }

    private static IEnumerable<string> NamesOf(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames()).Where(name => !name.Contains('*'));
}
