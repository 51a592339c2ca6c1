using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Failover;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Remote.Tests.Support;
using Replication.Runtime;

namespace Replication.Remote.Tests;

/// <summary>A site behind another agent's server, from the shell of the primary.</summary>
public sealed class RemoteSiteTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-remote-site-").FullName;
    private ServedStore _served = null!;

    public async ValueTask InitializeAsync() => _served = await ServedStore.StartAsync(machines: true);

    public async ValueTask DisposeAsync()
    {
        await _served.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task HVR_04_a_whole_life_replicate_rehearse_fail_over_come_home()
    {
        await using Primary primary = await StartAsync("web01");
        await primary.RunAsync(primary.Replicate);
        primary.Scribble(1);
        string atPoint = await primary.HashAsync();
        ReplicatedMachineResult delta = (await primary.RunAsync<ReplicateResult>(primary.Replicate)).Machines[0];
        // Three writes of 4 KiB cost three grains, or fewer, and never their blocks.
        Assert.InRange(delta.WireBytes!.Value, 1, 3 * 64 * 1024);

        FailoverResult test = await primary.RunAsync<FailoverResult>(primary.Service.Verbs.StartTestFailover(primary.Vm, null, noStart: true));
        Assert.Equal(atPoint, await primary.HashRemoteAsync(test.MachineId));
        await primary.RunAsync(primary.Service.Verbs.StopTestFailover(primary.Vm));
        Assert.Null(await (await primary.Service.Sites.OpenAsync("dr")).FindMachineAsync(test.MachineId));

        await primary.RunAsync(primary.Service.Verbs.Failover(primary.Vm, null, noStart: true));
        await primary.RunAsync(primary.Service.Verbs.Undo(primary.Vm));
        primary.Scribble(2);
        string planned = await primary.HashAsync();
        FailoverResult away = await primary.RunAsync<FailoverResult>(primary.Service.Verbs.PlannedFailover(primary.Vm, noStart: true));
        Assert.Equal(planned, await primary.HashRemoteAsync(away.MachineId));

        Primary.Scribble(_served.DiskOf("web01"), 3);
        await primary.RunAsync(primary.Service.Verbs.Reverse(primary.Vm));
        Primary.Scribble(_served.DiskOf("web01"), 4);
        primary.Scribble(5);
        string there = await primary.HashAsync(_served.DiskOf("web01"));
        FailbackResult home = await primary.RunAsync<FailbackResult>(primary.Service.Verbs.Failback(primary.Vm));
        Assert.Equal(there, await primary.HashAsync());
        // Both sides' changes were written home, but what travelled is what changed there.
        Assert.InRange(home.WireBytes!.Value, 1, 3L * 512 * 1024);
        await primary.RunAsync(primary.Service.Verbs.Complete(primary.Vm));
        await primary.RunAsync(primary.Replicate);
    }

    [Fact]
    public async Task FBK_08_the_agent_beside_the_machine_reads_and_hashes_all_of_it_and_sends_only_what_differs()
    {
        await using Primary primary = await StartAsync("web01");
        await primary.RunAsync(primary.Replicate);
        await primary.RunAsync<FailoverResult>(primary.Service.Verbs.Failover(primary.Vm, null, noStart: true));
        await primary.RunAsync(primary.Service.Verbs.Complete(primary.Vm));
        ReplicatedMachineResult same = (await primary.RunAsync<ReplicateResult>(primary.Service.Verbs.Reverse(primary.Vm))).Machines[0];
        Assert.True(same.BytesRead >= 6 << 20, $"{same.BytesRead} bytes were read there.");
        Assert.Equal(0, same.WireBytes);
        Primary.Scribble(_served.DiskOf("web01"), 7);
        ReplicatedMachineResult changed = (await primary.RunAsync<ReplicateResult>(primary.Replicate)).Machines[0];
        Assert.InRange(changed.WireBytes!.Value, 1, 3L * 512 * 1024);
        Assert.Equal(changed.WireBytes, (await primary.NewestAsync()).WireBytes);
        ReplicatedVM vm = (await primary.Service.Groups.ListVmsAsync()).Single();
        Assert.True(vm.Statistics.TotalWireSize >= changed.WireBytes);
    }

    [Fact]
    public async Task HVR_02_and_HVR_20_three_primaries_with_disks_of_different_formats_replicate_to_one_server()
    {
        var primaries = new List<Primary>();
        try
        {
            foreach (var (name, format) in new[] { ("a", DiskFormat.Raw), ("bb", DiskFormat.Vhdx), ("ccc", DiskFormat.VmdkStreamOptimized) }) primaries.Add(await StartAsync(name, format));
            await Task.WhenAll(primaries.Select(primary => primary.RunAsync(primary.Replicate)));
            foreach (Primary primary in primaries)
            {
                FailoverResult made = await primary.RunAsync<FailoverResult>(primary.Service.Verbs.StartTestFailover(primary.Vm, null, noStart: true));
                Assert.Equal(await primary.HashAsync(), await primary.HashRemoteAsync(made.MachineId));
            }
        }
        finally
        {
            foreach (Primary primary in primaries) await primary.DisposeAsync();
        }
    }

    [Fact]
    public async Task INV_02_the_primary_and_its_catalog_are_gone_and_the_machine_is_made_from_the_server_alone()
    {
        string hash;
        string vmId;
        await using (Primary primary = await StartAsync("web01"))
        {
            await primary.RunAsync(primary.Replicate);
            hash = await primary.HashAsync();
            vmId = primary.Vm.Id;
        }

        Directory.Delete(Path.Combine(_folder, "web01"), recursive: true);
        await using Workspace empty = await Workspace.OpenAsync(new WorkspaceOptions { Folder = Path.Combine(_folder, "empty"), Catalog = null });
        RecoveryPoint point = Assert.Single(await empty.Service.Points.ListSiteAsync(SiteKind.Remote, _served.Settings(_folder)));
        Assert.Equal(vmId, point.VmId);
        ReplicatedVM vm = await empty.Service.Points.AdoptAsync(SiteKind.Remote, _served.Settings(_folder), "web01");
        var job = await empty.Service.RunAsync(empty.Service.Verbs.Failover(vm, null, noStart: true));
        Assert.True(job.Error is null, job.Error?.Message);
        Assert.Equal(hash, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(_served.DiskOf("web01")))));
    }

    [Fact]
    public async Task A_machine_is_refused_by_the_id_of_the_site_there()
    {
        await using Primary primary = await StartAsync("web01");
        ISite dr = await primary.Service.Sites.OpenAsync("dr");
        var error = await Assert.ThrowsAsync<SnapshotStoreException>(() => dr.StartMachineAsync("no-such-machine"));
        Assert.Equal("MachineNotFound", error.ErrorId);
        Assert.Null(await dr.FindMachineAsync("no-such-machine"));
        await dr.DeleteMachineAsync("no-such-machine");
        Machine missing = new() { Id = Guid.NewGuid().ToString(), Name = "x", Disks = [new MachineDisk { Id = "d", Position = 0, Path = "" }] };
        await Assert.ThrowsAsync<ReplicationException>(() => dr.CreateMachineAsync(
            new MachineSpecification(missing, new Dictionary<string, DiskContent> { ["d"] = new(null!) }, MachineRole.Replica)));
    }

    [Fact]
    public async Task A_session_that_is_closed_is_named()
    {
        await using Primary primary = await StartAsync("web01");
        await primary.RunAsync(primary.Replicate);
        FailoverResult made = await primary.RunAsync<FailoverResult>(primary.Service.Verbs.StartTestFailover(primary.Vm, null, noStart: true));
        ISite dr = await primary.Service.Sites.OpenAsync("dr");
        IDiskView disk = await dr.OpenDiskAsync(made.MachineId, "disk0");
        await disk.DisposeAsync();
        var error = await Assert.ThrowsAsync<SnapshotStoreException>(async () => await disk.ReadAsync(0, new byte[512]));
        Assert.Equal("SessionNotFound", error.ErrorId);
    }

    [Theory]
    [InlineData("RemoteUrlInvalid", "url", "nowhere")]
    [InlineData("RemoteUrlInvalid", "url", "ftp://127.0.0.1/")]
    [InlineData("RemoteCredentialsMissing", "keys", "")]
    [InlineData("AccessKeyFileInvalid", "keys", "/nowhere/keys.json")]
    [InlineData("TrustFileInvalid", "trust", "/nowhere/ca.pem")]
    [InlineData("CompressionUnknown", "compression", "zip")]
    [InlineData("OptionInvalid", "connections", "0")]
    [InlineData("RemoteUnreachable", "url", "http://127.0.0.1:1/")]
    public async Task INV_10_what_a_site_cannot_be_added_with_is_named(string id, string setting, string value)
    {
        await using Workspace workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = Path.Combine(_folder, "workspace"), Catalog = null });
        var settings = new Dictionary<string, string>(_served.Settings(_folder)) { [setting] = value, ["patience"] = "0" };
        var error = await Assert.ThrowsAnyAsync<ReplicationException>(() => workspace.Service.Sites.AddAsync("dr", SiteKind.Remote, settings));
        Assert.Equal(id, error.ErrorId);
    }

    [Fact]
    public async Task INV_10_a_key_that_the_server_does_not_know_and_one_that_others_can_read_are_refused()
    {
        await using Workspace workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = Path.Combine(_folder, "workspace"), Catalog = null });
        string file = Path.Combine(_folder, "other.json");
        await File.WriteAllTextAsync(file, """{"keys":[{"accessKeyId":"AKOTHER","secretAccessKey":"something-secret"}]}""");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var settings = new Dictionary<string, string>(_served.Settings(_folder)) { ["keys"] = file };
        var unknown = await Assert.ThrowsAnyAsync<ReplicationException>(() => workspace.Service.Sites.AddAsync("dr", SiteKind.Remote, settings));
        Assert.Equal("RemoteRequestRefused", unknown.ErrorId);
        Assert.DoesNotContain("something-secret", unknown.ToString(), StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var exposed = await Assert.ThrowsAnyAsync<ReplicationException>(() => workspace.Service.Sites.AddAsync("dr", SiteKind.Remote, settings));
        Assert.Equal("SecretFileExposed", exposed.ErrorId);
    }

    private Task<Primary> StartAsync(string name, DiskFormat format = DiskFormat.Raw) =>
        Primary.StartAsync(Path.Combine(_folder, name), name, _served.Settings(_folder), format);
}
