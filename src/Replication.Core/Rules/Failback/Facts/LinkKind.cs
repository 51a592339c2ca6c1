namespace Replication.Core.Rules.Failback.Facts;

public enum LinkKind
{
    Internet,
    SiteToSiteVpn,
    ExpressRoutePrivate,
    ExpressRoutePublic,
}
