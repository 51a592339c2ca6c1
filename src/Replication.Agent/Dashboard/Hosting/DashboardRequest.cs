using System.Globalization;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Dashboard.Models;
using Replication.Agent.Dashboard.SignIn;
using Replication.Core.Service;

namespace Replication.Agent.Dashboard.Hosting;

/// <summary>A request as pages see it.</summary>
internal sealed class DashboardRequest(HttpContext http, DashboardParts parts, Session? session, IReadOnlyDictionary<string, string> values)
{
    /// <summary>Longer ones are no search.</summary>
    private const int MaximumQueryLength = 200;

    public HttpContext Http => http;

    public DashboardParts Parts => parts;

    public ReplicationService Service => parts.Options.Service;

    public CancellationToken Stop => http.RequestAborted;

    public DateTimeOffset Now { get; } = parts.Options.Time.GetUtcNow();

    /// <summary>Taken before anything is read: what happens from then on makes the page be read again.</summary>
    public string LiveVersion { get; } = parts.Live.Version;

    /// <summary>Null for nobody.</summary>
    public Session? Session => session;

    public bool MayAct => session?.User.MayAct == true;

    /// <summary>Page of a long list, from 1.</summary>
    public int PageNumber => int.TryParse(Query("page"), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 1;

    /// <summary>Path and query, to come back to.</summary>
    public string Address => http.Request.Path + http.Request.QueryString;

    /// <summary>What a name of the route stands for.</summary>
    public string Value(string name) => values[name];

    /// <summary>Null where it is not given.</summary>
    public string? Query(string name) => http.Request.Query[name].ToString().Trim() is { Length: > 0 and <= MaximumQueryLength } value ? value : null;

    public Task<Estate> EstateAsync() => parts.Estate.GetAsync(Stop);
}
