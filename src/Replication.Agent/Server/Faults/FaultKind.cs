namespace Replication.Agent.Server.Faults;

public enum FaultKind
{
    /// <summary>The service's own "too many requests".</summary>
    Throttle,

    /// <summary>The service's own "your quota is used up".</summary>
    Quota,

    /// <summary>HTTP 500 in the service's words.</summary>
    ServerError,

    /// <summary>HTTP 503 in the service's words.</summary>
    Unavailable,

    /// <summary>The answer comes after <see cref="FaultRule.DelaySeconds"/>.</summary>
    Slow,
    DropBeforeEffect,
    DropAfterEffect,
    DropMidResponse,

    /// <summary>The block token of a read is said to have expired (EBS).</summary>
    ExpiredBlockToken,

    /// <summary>The temporary credentials are said to have expired.</summary>
    ExpiredCredentials,

    /// <summary>A listing answers with an empty page and a token to go on.</summary>
    EmptyPage,

    /// <summary>A resource is said not to exist for a while after its creation.</summary>
    NotFoundAfterCreation,
}
