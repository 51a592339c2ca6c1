using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Hosting;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Core.Sites.Remote;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Agent.Server.ReplicationV1.Machines;

/// <summary>The machines of the region's site, as another site manages them.</summary>
internal sealed class MachineOperations(RunningWork work, TimeProvider time)
{
    /// <summary>A guest that has not shut down by then will not.</summary>
    private const int LongestShutdownSeconds = 3600;

    /// <summary>The console's end is what tells; a guest that logs for months fills gigabytes.</summary>
    private const int LongestConsole = 1 << 20;

    public static async Task DescribeAsync(ServerRequest request)
    {
        await request.EnterAsync("DescribeSite");
        ISite? site = request.Region.Machines;
        RemoteAbilities abilities = site is null
            ? new RemoteAbilities(false, MachineErrors.NoMachines().Message, false, false, null)
            : new RemoteAbilities(site.Power.CanStart, site.Power.Reason, site.Abilities.CapturesRunningMachines, site.Abilities.TracksChanges, site.FreeBytes);
        await MachineJson.WriteAsync(request, abilities);
    }

    public static async Task ListAsync(ServerRequest request)
    {
        await request.EnterAsync("ListMachines");
        var machines = new List<Machine>();
        if (request.Region.Machines is { } site)
        {
            await foreach (Machine machine in site.ListMachinesAsync(request.Aborted)) machines.Add(machine);
        }

        await MachineJson.WriteAsync(request, machines);
    }

    public static async Task FindAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("FindMachine", id);
        Machine? machine = request.Region.Machines is { } site ? await site.FindMachineAsync(id, request.Aborted) : null;
        await MachineJson.WriteAsync(request, machine ?? throw MachineErrors.MachineNotFound(id));
    }

    public async Task CreateAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("CreateMachine", id);
        MachineOrder order = await MachineJson.ReadAsync<MachineOrder>(request);
        if (order.Machine.Id != id) throw V1Errors.Parameter("The machine's id is not the one of the path.");
        ISite site = Require(request);
        await WorkAnswer.WriteAsync(
            request, work.Join(CreationOf(request, id), (item, token) => CreateAsync(site, request.Region.Storage, order, item, token)), time);
    }

    public async Task DeleteAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("DeleteMachine", id);
        await work.CancelAsync(CreationOf(request, id));
        await Require(request).DeleteMachineAsync(id, request.Aborted);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public static async Task StartAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("StartMachine", id);
        await Require(request).StartMachineAsync(id, request.Aborted);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public static async Task StopAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("StopMachine", id);
        await Require(request).StopMachineAsync(id, request.Aborted);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public async Task ShutDownAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("ShutDownMachine", id);
        string text = request.Http.Request.Query["seconds"].ToString();
        if (!int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int seconds) || seconds is < 0 or > LongestShutdownSeconds)
            throw V1Errors.Parameter($"seconds must be 0 to {LongestShutdownSeconds}.");
        var power = (IMachinePower)Require(request);
        await WorkAnswer.WriteAsync(
            request,
            work.Join($"shutdown/{request.Region.Name}/{id}", async (_, token) => await power.ShutDownMachineAsync(id, TimeSpan.FromSeconds(seconds), token)), time);
    }

    public static async Task ReadConsoleAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("ReadConsole", id);
        string path = (Require(request) as IMachinePower)?.ConsoleOf(id) ?? throw new ReplicationException(
            "ConsoleNotFound", $"Machine {id}", "The site has no console of it.", "a machine that the site has started.");
        await using FileStream console = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        console.Position = Math.Max(0, console.Length - LongestConsole);
        HttpResponse response = request.Http.Response;
        response.ContentType = "text/plain; charset=utf-8";
        await console.CopyToAsync(response.Body, request.Aborted);
    }

    public static async Task MeasureAsync(ServerRequest request, string id, string diskId)
    {
        await request.EnterAsync("MeasureDisk", id);
        await MachineJson.WriteAsync(request, await Require(request).AllocatedBytesAsync(id, diskId, request.Aborted));
    }

    public async Task HashAsync(ServerRequest request, string id, string diskId)
    {
        await request.EnterAsync("HashDisk", id);
        ISite site = Require(request);
        await WorkAnswer.WriteAsync(
            request,
            work.Join($"hash/{request.Region.Name}/{id}/{diskId}", async (item, token) =>
            {
                await using IDiskView disk = await site.OpenDiskAsync(id, diskId, token);
                var read = new CallbackProgress<TransferProgress>(at => item.Report(at.BytesRead));
                return new DiskDigest(disk.Length, await DiskHash.ComputeAsync(disk, diskId, read, token));
            }),
            time);
    }

    /// <summary>Makes a disk equal to a snapshot of the region's store: both are here, so nothing travels.</summary>
    public async Task UpdateAsync(ServerRequest request, string id, string diskId)
    {
        await request.EnterAsync("UpdateDisk", id);
        string snapshotId = request.Http.Request.Query["snapshot"].ToString();
        ISite site = Require(request);
        ISnapshotStore store = request.Region.Storage;
        await WorkAnswer.WriteAsync(
            request,
            work.Join($"update/{request.Region.Name}/{id}/{diskId}/{snapshotId}", async (item, token) =>
            {
                await using ISnapshotReader wanted = await store.OpenAsync(snapshotId, token);
                await using IDiskTarget target = await site.OpenDiskTargetAsync(id, diskId, wanted.Info.Length, token);
                return await DiskUpdate.RunAsync(target, wanted, diskId, new CallbackProgress<TransferProgress>(at => item.Report(at.BytesRead)), token);
            }),
            time);
    }

    public static async Task ReleaseAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("ReleaseCaptures", id);
        string[] keep = await MachineJson.ReadAsync<string[]>(request);
        if (request.Region.Machines is { } site) await site.ReleaseCapturesAsync(id, keep, request.Aborted);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public static ISite Require(ServerRequest request) => request.Region.Machines ?? throw MachineErrors.NoMachines();

    private static string CreationOf(ServerRequest request, string id) => $"create/{request.Region.Name}/{id}";

    private static async Task<object> CreateAsync(ISite site, ISnapshotStore store, MachineOrder order, IProgress<long> written, CancellationToken cancellationToken)
    {
        var contents = new Dictionary<string, DiskContent>(StringComparer.Ordinal);
        try
        {
            foreach (MachineDisk disk in order.Machine.Disks)
            {
                if (!order.Snapshots.TryGetValue(disk.Id, out string? snapshot)) throw V1Errors.Parameter($"Disk {disk.Id} has no snapshot.");
                var view = new SnapshotDiskView(await store.OpenAsync(snapshot, cancellationToken), disk.LogicalSectorSize);
                contents.Add(disk.Id, new DiskContent(view, store.Id, snapshot));
            }

            Machine machine = order.Machine with { Nics = [.. order.Machine.Nics.Select(Admitted)] };
            return await site.CreateMachineAsync(new MachineSpecification(machine, contents, order.Role), written, cancellationToken);
        }
        finally
        {
            foreach (DiskContent content in contents.Values) await content.View.DisposeAsync();
        }
    }

    /// <summary>
    /// A network through this host is its administrator's to give, by a name: a client that could ask for one itself would reach whatever listens on
    /// the host's loopback from inside a guest.
    /// </summary>
    private static MachineNic Admitted(MachineNic nic) =>
        nic.Network?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is ["user", ..] ? nic with { Network = null } : nic;
}
