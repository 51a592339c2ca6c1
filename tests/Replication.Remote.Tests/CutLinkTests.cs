using Replication.Core.Failover;
using Replication.Core.Jobs;
using Replication.Remote.Tests.Support;

namespace Replication.Remote.Tests;

/// <summary>The link to the other site is cut in every phase of a job, and heals; the end is the same as without.</summary>
public sealed class CutLinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-cut-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("StartSnapshot")]
    [InlineData("ListPendingBlocks")]
    [InlineData("PutBlock")]
    [InlineData("CompleteSnapshot")]
    [InlineData("WriteManifest")]
    public Task INV_02_a_first_replication_ends_bit_exact(string operation) => RunAsync(operation, cutInDelta: false);

    [Theory]
    [InlineData("ListBlocks")]
    [InlineData("ListGrains")]
    [InlineData("PutGrains")]
    [InlineData("CompleteSnapshot")]
    [InlineData("WriteManifest")]
    public Task INV_02_a_delta_ends_bit_exact(string operation) => RunAsync(operation, cutInDelta: true);

    [Theory]
    [InlineData("CreateMachine")]
    [InlineData("HashDisk")]
    public async Task INV_02_a_failover_ends_bit_exact(string operation)
    {
        var faults = new CuttingFaults(operation);
        await using ServedStore served = await ServedStore.StartAsync(faults, machines: true);
        await using var link = new ShapedLink(served.Address);
        await using Primary primary = await Primary.StartAsync(Path.Combine(_folder, "p"), "web01", served.Settings(_folder, link.Address));
        await primary.RunAsync(primary.Replicate);
        faults.Link = link;
        FailoverResult made = await primary.RunAsync<FailoverResult>(primary.Service.Verbs.StartTestFailover(primary.Vm, null, noStart: true));
        Assert.True(faults.WasCut);
        Assert.Equal(await primary.HashAsync(), await primary.HashAsync(served.DiskOf("web01 - Test")));
        Assert.Equal(made.MachineId, Assert.Single(await MachinesAsync(primary)));
    }

    [Theory]
    [InlineData("OpenSession")]
    [InlineData("ListExtents")]
    [InlineData("ReadBlock")]
    [InlineData("CheckSession")]
    [InlineData("CloseSession")]
    public async Task INV_02_the_way_home_ends_bit_exact(string operation)
    {
        var faults = new CuttingFaults(operation);
        await using ServedStore served = await ServedStore.StartAsync(faults, machines: true);
        await using var link = new ShapedLink(served.Address);
        await using Primary primary = await Primary.StartAsync(Path.Combine(_folder, "p"), "web01", served.Settings(_folder, link.Address));
        await primary.RunAsync(primary.Replicate);
        await primary.RunAsync<FailoverResult>(primary.Service.Verbs.Failover(primary.Vm, null, noStart: true));
        await primary.RunAsync(primary.Service.Verbs.Complete(primary.Vm));
        Primary.Scribble(served.DiskOf("web01"), 3);
        await primary.RunAsync(primary.Service.Verbs.Reverse(primary.Vm));
        Primary.Scribble(served.DiskOf("web01"), 4);
        faults.Link = link;
        await primary.RunAsync<FailbackResult>(primary.Service.Verbs.Failback(primary.Vm));
        Assert.True(faults.WasCut);
        Assert.Equal(await primary.HashAsync(served.DiskOf("web01")), await primary.HashAsync());
    }

    [Fact]
    public async Task INV_02_a_link_that_stays_cut_fails_the_job_which_goes_on_when_it_heals()
    {
        var faults = new CuttingFaults("PutBlock") { Outage = TimeSpan.FromDays(1) };
        await using ServedStore served = await ServedStore.StartAsync(faults, machines: true);
        await using var link = new ShapedLink(served.Address);
        Dictionary<string, string> settings = served.Settings(_folder, link.Address);
        settings["patience"] = "0";
        await using Primary primary = await Primary.StartAsync(Path.Combine(_folder, "p"), "web01", settings);
        faults.Link = link;
        ReplicationJob failed = await primary.Service.RunAsync(primary.Replicate);
        Assert.Equal("RemoteUnreachable", failed.Error?.ErrorId);
        link.Heal();
        await primary.RunAsync(primary.Replicate);
        await SameThereAsync(primary, served);
    }

    private static async Task<List<string>> MachinesAsync(Primary primary)
    {
        var ids = new List<string>();
        await foreach (var machine in (await primary.Service.Sites.OpenAsync("dr")).ListMachinesAsync()) ids.Add(machine.Id);
        return ids;
    }

    private static async Task SameThereAsync(Primary primary, ServedStore served)
    {
        await primary.RunAsync<FailoverResult>(primary.Service.Verbs.StartTestFailover(primary.Vm, null, noStart: true));
        Assert.Equal(await primary.HashAsync(), await primary.HashAsync(served.DiskOf("web01 - Test")));
    }

    private async Task RunAsync(string operation, bool cutInDelta)
    {
        var faults = new CuttingFaults(operation);
        await using ServedStore served = await ServedStore.StartAsync(faults, machines: true);
        await using var link = new ShapedLink(served.Address);
        await using Primary primary = await Primary.StartAsync(Path.Combine(_folder, "p"), "web01", served.Settings(_folder, link.Address));
        if (!cutInDelta) faults.Link = link;
        await primary.RunAsync(primary.Replicate);
        if (cutInDelta)
        {
            faults.Link = link;
            primary.Scribble(1);
            await primary.RunAsync(primary.Replicate);
        }

        Assert.True(faults.WasCut);
        await SameThereAsync(primary, served);
    }
}
