namespace Replication.Core.Rules.Failback.Facts;

/// <summary>A connection between the cloud and home.</summary>
public sealed record SiteLink(LinkKind Kind)
{
    /// <summary>Interface of the configuration server at its end; null when that is not known.</summary>
    public string? Nic { get; init; }

    /// <summary>Towards home, in bits per second.</summary>
    public long? BitsPerSecond { get; init; }

    public bool IsPrivate => Kind is LinkKind.SiteToSiteVpn or LinkKind.ExpressRoutePrivate;
}
