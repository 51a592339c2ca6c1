using Replication.Agent.Dashboard.Live;
using Replication.Agent.Dashboard.Models;
using Replication.Agent.Dashboard.SignIn;

namespace Replication.Agent.Dashboard.Hosting;

/// <summary>What the requests of one dashboard share.</summary>
internal sealed class DashboardParts : IAsyncDisposable
{
    public DashboardParts(DashboardOptions options)
    {
        Options = options;
        Estate = new EstateCache(new EstateReader(options.Service, options.Time), options.Time, options.Limits.Freshness);
        Sessions = new SessionTable(options.Users, options.Time);
        Desk = new SignInDesk(options.Users, Sessions, new SignInGuard(options.Time), options.Service);
        Live = new LiveFeed(new LiveReader(options.Service, Estate), options);
        Drills = new DrillReader(options.Service);
        Hosts = new HostGuard(options);
    }

    public DashboardOptions Options { get; }

    public EstateCache Estate { get; }

    public SessionTable Sessions { get; }

    public SignInDesk Desk { get; }

    public LiveFeed Live { get; }

    public DrillReader Drills { get; }

    public HostGuard Hosts { get; }

    public async ValueTask DisposeAsync()
    {
        await Live.DisposeAsync();
        Desk.Dispose();
        Estate.Dispose();
    }
}
