namespace Replication.Agent.Dashboard;

/// <summary>How a dashboard is served. Of one machine, as its ports and files are, and therefore not in the catalog, which several may share.</summary>
internal sealed record DashboardSettings
{
    public const string DefaultListen = "http://127.0.0.1:9680";

    public IReadOnlyList<string> Listen { get; init; } = [DefaultListen];

    /// <summary>PFX, or PEM with the key.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of the key, where it is not with the certificate.</summary>
    public string? CertificateKey { get; init; }

    public bool AllowPlainHttp { get; init; }

    public bool OpenToReaders { get; init; }

    public IReadOnlyList<string> HostNames { get; init; } = [];
}
