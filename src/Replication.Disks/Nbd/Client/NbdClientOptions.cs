using System.Security.Cryptography.X509Certificates;

namespace Replication.Disks.Nbd;

/// <summary>How a client connects to an export and how long it waits for it.</summary>
public sealed record NbdClientOptions
{
    /// <summary>
    /// Metadata contexts to ask for beside <see cref="NbdContexts.Allocation"/>, which is always asked for. One that the server does not
    /// have is no error before it is used.
    /// </summary>
    public IReadOnlyList<string> Contexts { get; init; } = [];

    /// <summary>Connections of one <see cref="NbdDisk"/>, where the server says that several are allowed.</summary>
    public int Connections { get; init; } = 2;

    /// <summary>Requests that are under way on one connection; more wait.</summary>
    public int RequestsInFlight { get; init; } = 16;

    /// <summary>From the first packet to the open export.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>From sending a request to its whole reply. A connection on which one took longer is given up.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a stopped call waits for the reply of what is under way; then it gives the connection up.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Who may have signed the server's certificate; null is the folder of the URI, or without one what this machine trusts.</summary>
    public X509Certificate2Collection? TrustedAuthorities { get; init; }

    /// <summary>Shown to a server that asks who connects; null is the folder of the URI.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>What the guest takes for a sector; null derives it from the export's minimum block.</summary>
    public int? LogicalSectorSize { get; init; }

    /// <summary>Measures the timeouts.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
