using Replication.Agent.Drill;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Policies;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Runtime;

namespace Replication.Drill.Tests.Support;

/// <summary>A cloud, two sites of which at least one is in it, and a workspace, in a folder of their own.</summary>
internal sealed class DrillLab : IAsyncDisposable
{
    private readonly string _root;
    private readonly TimeProvider _time;
    private Workspace? _workspace;

    private DrillLab(string root, TimeProvider time, DrillCloud cloud, Direction direction)
    {
        _root = root;
        _time = time;
        Cloud = cloud;
        Home = Place(direction.Home, "hq", DrillCloud.HomeRegion);
        Away = Place(direction.Away, "dr", DrillCloud.AwayRegion);
    }

    public FaultGate Faults { get; private init; } = new();

    public DrillCloud Cloud { get; }

    public DrillPlace Home { get; }

    public DrillPlace Away { get; }

    public IJobObserver? Observer { get; set; }

    public string Folder => _root;

    public string WorkspaceFolder => Path.Combine(_root, "workspace");

    public ReplicationService Service => (_workspace ?? throw new InvalidOperationException("The workspace is closed.")).Service;

    public static async Task<DrillLab> StartAsync(Direction direction, TimeProvider time, CancellationToken cancellationToken)
    {
        // Nothing here survives a power loss on purpose, so memory serves as well as a disk and much faster.
        string parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        string root = Path.Combine(parent, $"replication-matrix-{Guid.NewGuid():N}");
        var faults = new FaultGate();
        DrillCloud cloud = await DrillCloud.StartAsync(Path.Combine(root, "cloud"), cancellationToken, faults);
        var lab = new DrillLab(root, time, cloud, direction) { Faults = faults };
        await lab.OpenAsync(cancellationToken);
        return lab;
    }

    /// <summary>Both sites and the group "drill" that keeps every point.</summary>
    public async Task<ReplicationGroup> SetUpAsync(CancellationToken cancellationToken)
    {
        SiteDefinition hq = await Home.AddAsync(Service, cancellationToken);
        SiteDefinition dr = await Away.AddAsync(Service, cancellationToken);
        var policy = new ReplicationPolicy { Id = Guid.NewGuid().ToString(), Name = "drill", RecoveryPointInterval = TimeSpan.Zero };
        ReplicationGroup group = await Service.Groups.NewAsync("drill", hq, dr, policy, cancellationToken);
        return await Away.MakeTestNetworkAsync(cancellationToken) is { } tests
            ? await Service.Groups.SetAsync(group, present => present with { TestLaunch = tests }, cancellationToken)
            : group;
    }

    public async Task OpenAsync(CancellationToken cancellationToken) =>
        _workspace ??= await Workspace.OpenAsync(new WorkspaceOptions { Folder = WorkspaceFolder, Time = _time, Observer = Observer }, cancellationToken);

    public async Task CloseAsync()
    {
        if (_workspace is not null) await _workspace.DisposeAsync();
        _workspace = null;
    }

    public async ValueTask DisposeAsync()
    {
        Faults.Close();
        await CloseAsync();
        await Cloud.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private DrillPlace Place(SiteKind kind, string name, string region) =>
        kind == SiteKind.Aws ? new AwsPlace(name, Cloud, region) : new LocalPlace(name, Path.Combine(_root, name));
}
