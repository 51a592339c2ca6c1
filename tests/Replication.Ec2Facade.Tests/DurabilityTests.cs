using Replication.Agent.Ec2;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Ec2Facade.Tests.Support;
using Replication.Store;

namespace Replication.Ec2Facade.Tests;

public class DurabilityTests
{
    [Fact]
    public async Task INV_02_everything_survives_a_restart_of_the_server()
    {
        await using Facade facade = await Facade.StartAsync();
        await Python.RunAsync(facade, "durable.py", "before");
        await facade.RestartAsync();
        await Python.RunAsync(facade, "durable.py", "after");
    }

    [Fact]
    public async Task INV_02_what_a_crash_left_half_done_is_taken_back()
    {
        await using Facade facade = await Facade.StartAsync();
        await Python.RunAsync(facade, "durable.py", "before");
        await facade.CloseAsync();
        string region = Path.Combine(facade.Folder, Facade.Home);
        string documents = Path.Combine(region, "ec2");

        // A launch that died before its instance was written, a volume whose copy died, and a capture that died.
        foreach (string instance in Directory.GetFiles(Path.Combine(documents, "instance"))) File.Delete(instance);
        await File.WriteAllTextAsync(Path.Combine(region, "volumes", "vol-0123456789abcdef0.partial"), "half");
        await File.WriteAllTextAsync(Path.Combine(region, "volumes", "vol-0123456789abcdef1"), "nobody's");
        await using (FileSnapshotStore store = await FileSnapshotStore.OpenAsync(Path.Combine(region, "store"), new StoreOptions()))
            await store.StartAsync(new StartSnapshotRequest { Length = 1L << 30, Tags = new Dictionary<string, string> { ["aws:ebs"] = "123456789012;4321" } });

        await facade.RestartAsync();
        await Python.RunAsync(facade, "durable.py", "leftovers");
    }

    [Fact]
    public async Task INV_03_a_damaged_document_is_refused_by_name()
    {
        await using Facade facade = await Facade.StartAsync();
        await Python.RunAsync(facade, "durable.py", "before");
        await facade.CloseAsync();
        string document = Directory.GetFiles(Path.Combine(facade.Folder, Facade.Home, "ec2", "image"))[0];
        string text = await File.ReadAllTextAsync(document);
        await File.WriteAllTextAsync(document, text.Replace("/dev/sda1", "/dev/sdb1", StringComparison.Ordinal));
        ReplicationException error = await Assert.ThrowsAsync<ReplicationException>(facade.RestartAsync);
        Assert.Equal("ServerStateCorrupt", error.ErrorId);
        Assert.Equal(document, error.Target);
    }

    [Fact]
    public async Task Requests_at_the_same_time_neither_lose_nor_double_anything()
    {
        await using Facade facade = await Facade.StartAsync();
        await Python.RunAsync(facade, "durable.py", "concurrent");
    }

    [Fact]
    public async Task A_second_server_over_the_same_folder_is_refused()
    {
        await using Facade facade = await Facade.StartAsync();
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync(Path.Combine(facade.Folder, "other"), new StoreOptions { Create = true });
        var regions = new RegionRegistry(new ServerRegion(Facade.Home, store));
        ReplicationException error = await Assert.ThrowsAsync<ReplicationException>(
            () => Ec2Endpoints.OpenAsync(facade.Folder, regions, new Ec2Options(), TimeProvider.System));
        Assert.Equal("ServerFolderInUse", error.ErrorId);
    }
}
