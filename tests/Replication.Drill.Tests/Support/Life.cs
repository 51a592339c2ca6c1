using Replication.Agent.Drill;
using Replication.Core.Evidence;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;

namespace Replication.Drill.Tests.Support;

/// <summary>
/// The life of a VM with two small disks that end within a block. The test changes and hashes the disks itself; after
/// every verb what must be equal is compared, and after the removal the sites hold what they held before.
/// </summary>
internal sealed class Life(DrillLab lab, IVerbs verbs, CancellationToken cancellationToken)
{
    public const string VmName = "web";

    private const long Disk0 = (3 << 20) + 512;
    private const long Disk1 = (3 << 19) - 512;

    private readonly List<IReadOnlyDictionary<string, string>> _points = [];
    private string _before = "";
    private int _seed;

    public async Task RunAsync()
    {
        await BeginAsync();
        await RunCycleAsync();
        await EndAsync();
    }

    /// <summary>Ends with the first point.</summary>
    public async Task BeginAsync()
    {
        ReplicationGroup group = await lab.SetUpAsync(cancellationToken);
        _before = await Inventory.TakeAsync(lab, cancellationToken);
        string[] images = [Image("disk0.raw", Disk0, 1), Image("disk1.raw", Disk1, 2)];
        Machine machine = await lab.Home.ImportAsync(lab.Service, VmName, images, cancellationToken);
        await lab.Service.Groups.AddVmAsync(group, machine.Id, cancellationToken: cancellationToken);
        await ReplicateAsync();
    }

    /// <summary>There and back again; can be repeated.</summary>
    public async Task RunCycleAsync()
    {
        await StartAtHomeAsync();
        await ScribbleAsync(lab.Home);
        await ReplicateAsync();
        await RequirePointsAsync();

        await verbs.RunAsync("test", null, cancellationToken);
        await RequireMachineAsync(lab.Away, $"{VmName} - Test", _points[^1]);
        await verbs.RunAsync("stop-test", null, cancellationToken);

        IReadOnlyList<RecoveryPoint> points = await PointsAsync();
        await verbs.RunAsync("failover", points[^2].Id, cancellationToken);
        await RequireMachineAsync(lab.Away, VmName, _points[^2]);
        await verbs.RunAsync("undo", null, cancellationToken);
        await RequirePointsAsync();

        await ScribbleAsync(lab.Home);
        await lab.Home.ShutDownAsync(lab.Service, VmName, cancellationToken);
        IReadOnlyDictionary<string, string> last = await lab.Home.HashAsync(lab.Service, VmName, cancellationToken);
        await verbs.RunAsync("planned", null, cancellationToken);
        await RequireMachineAsync(lab.Away, VmName, last);

        await ScribbleAsync(lab.Away);
        IReadOnlyDictionary<string, string> running = await lab.Away.HashAsync(lab.Service, VmName, cancellationToken);
        await verbs.RunAsync("reverse", null, cancellationToken);
        DrillSite.RequireEqual("Reverse", running, await HashPointAsync((await PointsAsync())[^1]));

        await ScribbleAsync(lab.Away);
        await ScribbleAsync(lab.Home);
        await lab.Away.ShutDownAsync(lab.Service, VmName, cancellationToken);
        running = await lab.Away.HashAsync(lab.Service, VmName, cancellationToken);
        await verbs.RunAsync("failback", null, cancellationToken);
        await RequireMachineAsync(lab.Home, VmName, running);
        await verbs.RunAsync("complete", null, cancellationToken);
        await RequireMachineAsync(lab.Home, VmName, running);

        // The reversal made the failover final: of its points at the replica site the one it was made from stays.
        _points.Clear();
        _points.Add(last);
        await RequirePointsAsync();
    }

    /// <summary>The VM is removed with its points and its machine; nothing of it is left but the proof of what was done, which is whole.</summary>
    public async Task EndAsync()
    {
        await StartAtHomeAsync();
        await ScribbleAsync(lab.Home);
        await ReplicateAsync();
        ReplicatedVM vm = await VmAsync();
        await verbs.RunAsync("remove", null, cancellationToken);
        ISite home = await lab.Service.Sites.OpenAsync(lab.Home.SiteName, cancellationToken);
        await home.DeleteMachineAsync((await lab.Home.MachineAsync(lab.Service, VmName, cancellationToken)).Id, cancellationToken);
        string after = await Inventory.TakeAsync(lab, cancellationToken);
        Assert.True(_before == after, $"Left behind or lost:\n{Inventory.Difference(_before, after)}");
        IReadOnlyList<VMEvidence> evidence = await lab.Service.Evidence.VerifyAsync(vm, [], cancellationToken);
        Assert.NotEmpty(evidence);
        Assert.All(evidence, chain => Assert.True(chain.Report.IsIntact, $"{chain.Place}: {string.Join(", ", chain.Report.Findings)}"));
    }

    private async Task ReplicateAsync()
    {
        IReadOnlyDictionary<string, string> recorded = await lab.Home.HashAsync(lab.Service, VmName, cancellationToken);
        await verbs.RunAsync("replicate", null, cancellationToken);
        _points.Add(recorded);
        await RequirePointsAsync();
    }

    /// <summary>A machine of EC2 is captured while it runs; one of a folder never runs here.</summary>
    private async Task StartAtHomeAsync()
    {
        if (lab.Home.Kind != SiteKind.Aws) return;
        ISite site = await lab.Service.Sites.OpenAsync(lab.Home.SiteName, cancellationToken);
        await site.StartMachineAsync((await lab.Home.MachineAsync(lab.Service, VmName, cancellationToken)).Id, cancellationToken);
    }

    private Task ScribbleAsync(DrillPlace place) => place.ScribbleAsync(lab.Service, VmName, ++_seed, 0.5, cancellationToken);

    private async Task<IReadOnlyList<RecoveryPoint>> PointsAsync() => await lab.Service.Points.ListAsync(await VmAsync(), cancellationToken: cancellationToken);

    private Task<ReplicatedVM> VmAsync() => lab.Service.Groups.GetVmAsync(VmName, cancellationToken: cancellationToken);

    /// <summary>Exactly the points that there must be, each read again.</summary>
    private async Task RequirePointsAsync()
    {
        IReadOnlyList<RecoveryPoint> points = await PointsAsync();
        Assert.True(points.Count == _points.Count, $"There are {points.Count} points instead of {_points.Count}.");
        foreach ((int index, RecoveryPoint point) in points.Index()) DrillSite.RequireEqual($"Point {index}", _points[index], await HashPointAsync(point));
    }

    private async Task RequireMachineAsync(DrillPlace place, string name, IReadOnlyDictionary<string, string> recorded) =>
        DrillSite.RequireEqual($"Machine {name} at {place.SiteName}", recorded, await place.HashAsync(lab.Service, name, cancellationToken));

    private async Task<IReadOnlyDictionary<string, string>> HashPointAsync(RecoveryPoint point)
    {
        ISite site = await lab.Service.Sites.OpenAsync((await VmAsync()).ReplicaSiteId, cancellationToken);
        return await DrillSite.HashPointAsync(await site.OpenStoreAsync(cancellationToken), point, cancellationToken);
    }

    private string Image(string name, long length, int seed)
    {
        string path = Path.Combine(lab.Folder, name);
        using (FileStream file = File.Create(path)) file.SetLength(length);
        Scribbler.Scribble(path, length, seed, 1);
        return path;
    }
}
