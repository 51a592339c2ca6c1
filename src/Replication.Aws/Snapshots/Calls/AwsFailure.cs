namespace Replication.Aws.Snapshots.Calls;

/// <summary>Classes of failed calls; each is answered differently.</summary>
internal enum AwsFailure
{
    /// <summary>The request itself is wrong; the same request fails for ever.</summary>
    Refused,

    /// <summary>Too many requests a second: again soon, with fewer at once.</summary>
    Throttled,

    /// <summary>A quota is used up (HTTP 402): again later, with fewer at once.</summary>
    QuotaExceeded,

    /// <summary>5xx, a dropped connection, an answer that did not come.</summary>
    Transient,

    /// <summary>No such snapshot; just after a start it may still appear.</summary>
    NotFound,

    /// <summary>A block token that is no longer good; the blocks are to be listed again.</summary>
    TokenExpired,

    /// <summary>The client token belongs to another request.</summary>
    Conflict,

    /// <summary>The caller has no right to do this.</summary>
    AccessDenied,

    /// <summary>No credentials, or ones that the service does not accept.</summary>
    Credentials,

    /// <summary>The service's certificate is not trusted.</summary>
    Certificate,
}
