using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Faults;

namespace Replication.Agent.Server.Hosting;

/// <summary>Everything a server is made of; it reads no configuration of its own.</summary>
public sealed record ServerOptions
{
    /// <summary>Addresses such as http://127.0.0.1:0 (port 0: the system chooses) or https://0.0.0.0:8443. Hosts are IP addresses or "localhost".</summary>
    public IReadOnlyList<Uri> Listen { get; init; } = [new Uri("http://127.0.0.1:0")];

    /// <summary>With private key; needed by https addresses, unless <see cref="Tls"/> is there. Not disposed by the server.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Decides for each connection over TLS; null for one certificate for all.</summary>
    public IConnectionTls? Tls { get; init; }

    /// <summary>What <see cref="Admission"/> chooses from where it is not given.</summary>
    public RegionRegistry Regions { get; init; } = RegionRegistry.None;

    /// <summary>Who comes in; null for whoever has a good key.</summary>
    public IAdmission? Admission { get; init; }

    public required IAccessKeys AccessKeys { get; init; }

    /// <summary>The services that are served; names are unique.</summary>
    public required IReadOnlyList<IServerEndpoints> Endpoints { get; init; }

    public ServerLimits Limits { get; init; } = new();

    /// <summary>Faults to inject; none unless somebody asked for them.</summary>
    public IFaultInjector? Faults { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public ILogger Logger { get; init; } = NullLogger.Instance;
}
