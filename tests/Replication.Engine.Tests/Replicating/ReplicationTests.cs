using Replication.Core.Capture;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Policies;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.Serialization;
using Replication.Core.Sites;
using Replication.Core.States;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Replicating;

public sealed class ReplicationTests
{
    [Fact]
    public async Task GEN_03_a_renamed_machine_is_still_replicated()
    {
        await using var lab = new Lab();
        TestMachine web = await AddAsync(lab, 2_000_000);
        await lab.RunAsync("replicate");
        Rename(web, "shop");
        web.Scribble(0, 0, 10, 5);
        await lab.RunAsync("replicate");
        Assert.Equal("shop", (await lab.PointsAsync("shop"))[^1].VmName);
        Assert.Equal(web.Hashes(), (await Picture.HashPointsAsync(lab.DrStore))[^1]);
    }

    [Fact]
    public async Task GEN_04_GEN_05_a_machine_of_the_same_name_with_another_id_is_refused_and_adding_it_again_sends_it_in_full()
    {
        await using var lab = new Lab();
        TestMachine web = await AddAsync(lab, 2_000_000);
        await lab.RunAsync("replicate");
        ReplicatedVM vm = await lab.VmAsync();
        Directory.Delete(web.Folder, recursive: true);
        TestMachine other = lab.AddMachine("web", 2_000_000).Fill(0, 99);
        ReplicationJob refused = await lab.TryAsync("replicate");
        Assert.Equal("SourceIdentityChanged", refused.Error!.ErrorId);
        Assert.Contains(other.Id, refused.Error.Message, StringComparison.Ordinal);
        Assert.Contains(vm.PrimaryMachineId, refused.Error.Message, StringComparison.Ordinal);
        Assert.Single(await lab.PointsAsync());

        await lab.RunAsync("remove");
        await lab.Service.Groups.AddVmAsync(await lab.Service.Groups.GetAsync("g"), "web");
        ReplicationJob full = await lab.RunAsync("replicate");
        Assert.True(Assert.Single(Machines(full)).Initial);
        Assert.Equal(other.Hashes(), (await Picture.HashPointsAsync(lab.DrStore)).Single());
    }

    [Fact]
    public async Task GEN_04_a_machine_that_is_gone_is_refused()
    {
        await using var lab = new Lab();
        TestMachine web = await AddAsync(lab, 1_000_000);
        Directory.Delete(web.Folder, recursive: true);
        Assert.Equal("SourceMachineNotFound", (await lab.TryAsync("replicate")).Error!.ErrorId);
    }

    [Fact]
    public async Task HVR_22_nothing_but_the_initial_copy_is_possible_before_it()
    {
        await using var lab = new Lab();
        await AddAsync(lab, 1_000_000);
        foreach (string verb in (string[])["resynchronize", "failover", "planned", "test", "suspend", "reverse", "failback", "complete", "undo"])
            Assert.Contains((await lab.TryAsync(verb)).Error!.ErrorId, (string[])["InvalidState", "NotReprotected"]);
        Assert.Equal(ReplicationState.ReadyForInitialReplication, (await lab.VmAsync()).ReplicationState);
    }

    [Fact]
    public async Task HVR_25_a_copy_at_the_destination_leaves_only_the_differences_to_send()
    {
        await using var lab = new Lab();
        TestMachine web = await AddAsync(lab, 100 * TestMachine.Block);
        for (int block = 0; block < 100; block++) web.Scribble(0, (long)block * TestMachine.Block, 3000, 1000 + block);
        string copy = Path.Combine(lab.Folder, "copy.raw");
        File.Copy(web.Disk(0), copy);
        web.Scribble(0, 42 * TestMachine.Block + 5, 100, 7);
        ReplicatedVM vm = await lab.VmAsync();
        var seeds = new Dictionary<string, SeedSource> { [vm.Id] = new() { Paths = new Dictionary<string, string> { ["disk0"] = copy } } };
        ReplicationJob job = await lab.Service.RunAsync(lab.Service.Verbs.Replicate(await lab.Service.Groups.GetAsync("g"), [vm], seeds));
        ReplicatedMachineResult result = Assert.Single(Machines(job));
        Assert.Equal(TestMachine.Block, result.BytesSent);
        Assert.True(result.BytesSeeded >= 99L * TestMachine.Block);
        Assert.Equal(web.Hashes(), (await Picture.HashPointsAsync(lab.DrStore)).Single());
        Assert.DoesNotContain("LEFT OVER", await Picture.TakeAsync(lab), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HVR_27_excluded_disks_are_not_sent_and_an_excluded_boot_disk_is_warned_of()
    {
        await using var lab = new Lab();
        TestMachine web = lab.AddMachine("web", 1_000_000, 1_000_000, 1_000_000).Fill(0, 1).Fill(1, 2).Fill(2, 3);
        var group = await lab.SetUpAsync();
        ReplicatedVM vm = await lab.Service.Groups.AddVmAsync(group, "web", ["disk0"]);
        JobPlan plan = await lab.Service.PlanAsync(lab.Service.Verbs.Replicate(group, [vm]));
        Assert.Contains(plan.Warnings, warning => warning.StartsWith("ExcludedBootDisk", StringComparison.Ordinal));
        await lab.RunAsync("replicate");
        Assert.Equal(["disk1", "disk2"], (await lab.PointsAsync()).Single().Disks.Select(disk => disk.DiskId));
        await lab.RunAsync("failover");
        var expected = web.Hashes().Where(disk => disk.Key != "disk0");
        Assert.Equal(expected, Lab.MachineAt(lab.Dr, "web").Hashes());
    }

    [Fact]
    public async Task HVR_41_what_an_application_consistent_point_costs_the_guest_is_told_before()
    {
        await using var lab = new Lab();
        ReplicationGroup group = await lab.SetUpAsync(new ReplicationPolicy { Id = "p", Name = "p", ApplicationConsistencyInterval = TimeSpan.FromHours(1) });
        lab.AddMachine("web", 1 << 20);
        await lab.Service.Groups.AddVmAsync(group, "web");
        JobPlan plan = await lab.Service.PlanAsync(lab.Service.Verbs.Replicate(group, [await lab.VmAsync()]));
        Assert.Contains(plan.Warnings, warning => warning.Contains("freeze", StringComparison.Ordinal));
        plan = await lab.Service.PlanAsync(lab.Service.Verbs.Replicate(group, [await lab.VmAsync()], applications: ApplicationConsistency.Off));
        Assert.DoesNotContain(plan.Warnings, warning => warning.Contains("freeze", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HVR_35_without_history_there_is_one_point()
    {
        await using var lab = new Lab();
        TestMachine web = await AddAsync(lab, 1_000_000, new ReplicationPolicy { Id = "p", Name = "p", RecoveryHistory = 0 });
        for (int i = 0; i < 3; i++)
        {
            web.Scribble(0, 0, 100, i);
            await lab.RunAsync("replicate");
            Assert.Equal(web.Hashes(), Assert.Single(await Picture.HashPointsAsync(lab.DrStore)));
        }

        Assert.DoesNotContain("LEFT OVER", await Picture.TakeAsync(lab), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HVR_08_HVR_34_with_a_history_of_three_there_are_three_points_and_the_latest_all_bit_exact()
    {
        await using var lab = new Lab();
        TestMachine web = await AddAsync(
            lab, 1_000_000, new ReplicationPolicy { Id = "p", Name = "p", RecoveryHistory = 3, RecoveryPointInterval = TimeSpan.Zero });
        var recorded = new List<IReadOnlyDictionary<string, string>>();
        for (int i = 0; i < 6; i++)
        {
            web.Scribble(0, i * 1000, 100, i);
            recorded.Add(web.Hashes());
            await lab.RunAsync("replicate");
        }

        Assert.Equal(recorded.TakeLast(4), await Picture.HashPointsAsync(lab.DrStore));
    }

    [Fact]
    public async Task HVR_39_the_latest_point_is_newer_than_the_last_one_of_the_hour()
    {
        var clock = new Clock();
        await using var lab = new Lab { Time = clock };
        TestMachine web = await AddAsync(lab, 600_000);
        for (int cycle = 0; cycle < 15; cycle++)
        {
            web.Scribble(0, 0, 100, cycle);
            await lab.RunAsync("replicate");
            clock.Advance(TimeSpan.FromMinutes(5));
        }

        var points = await lab.PointsAsync();
        Assert.Equal([0, 60, 70], points.Select(point => (int)(point.SourceTime - Clock.Start).TotalMinutes));
        Assert.Equal(web.Hashes(), (await Picture.HashPointsAsync(lab.DrStore))[^1]);
    }

    [Theory]
    [InlineData(10L * 1024 * 1024 + 512)]
    [InlineData(10L * 1024 * 1024 + 1)]
    [InlineData(1L)]
    [InlineData(512L * 1024)]
    public async Task INV_05_odd_lengths_come_back_exactly(long length)
    {
        await using var lab = new Lab();
        TestMachine web = await AddAsync(lab, length);
        await lab.RunAsync("replicate");
        await lab.RunAsync("failover");
        Assert.Equal(web.Hashes(), Lab.MachineAt(lab.Dr, "web").Hashes());
        await lab.RunAsync("reverse");
        TestMachine away = Lab.MachineAt(lab.Dr, "web");
        away.Scribble(0, length - 1, 1, 77);
        await lab.RunAsync("failback");
        Assert.Equal(away.Hashes(), web.Hashes());
        Assert.Equal(length, new FileInfo(web.Disk(0)).Length);
    }

    [Fact]
    public async Task HVR_36_a_disk_that_grows_shrinks_or_comes_and_goes_is_right_in_every_point()
    {
        await using var lab = new Lab();
        TestMachine web = await AddAsync(lab, 3_000_000);
        var recorded = new List<IReadOnlyDictionary<string, string>>();
        async Task PointAsync()
        {
            recorded.Add(web.Hashes());
            await lab.RunAsync("replicate");
        }

        await PointAsync();
        Resize(web.Disk(0), 5_000_001);
        web.Scribble(0, 4_999_000, 1000, 4);
        await PointAsync();
        Resize(web.Disk(0), 2_000_000);
        await PointAsync();
        Resize(web.Disk(1), 1_000_000);
        string json = File.ReadAllText(Path.Combine(web.Folder, "machine.json"));
        File.WriteAllText(
            Path.Combine(web.Folder, "machine.json"),
            json.Replace("\"disks\":[", "\"disks\":[{\"id\":\"disk1\",\"path\":\"disk1.raw\",\"format\":\"raw\"},", StringComparison.Ordinal));
        web.Fill(1, 8);
        await PointAsync();
        File.WriteAllText(Path.Combine(web.Folder, "machine.json"), json);
        File.Delete(web.Disk(1));
        await PointAsync();
        await using var store = await Replication.Runtime.Tools.OpenStoreAsync(lab.DrStore, CancellationToken.None);
        await lab.CloseAsync();
        var hashes = await Picture.HashPointsAsync(lab.DrStore);
        // With hourly points the first and the latest stay; every one of them is what was recorded.
        Assert.All(hashes, found => Assert.Contains(recorded, known => known.SequenceEqual(found)));
        Assert.Equal(recorded[^1], hashes[^1]);
    }

    [Fact]
    public async Task INV_08_a_plan_changes_nothing()
    {
        await using var lab = new Lab();
        await AddAsync(lab, 2_000_000);
        JobPlan first = await lab.Service.PlanAsync(lab.Service.Verbs.Replicate(await lab.Service.Groups.GetAsync("g"), [await lab.VmAsync()]));
        Assert.NotEmpty(first.Steps);
        Assert.False(Directory.Exists(lab.DrStore));
        await lab.RunAsync("replicate");
        Lab.MachineAt(lab.Hq, "web").Scribble(0, 0, 100, 5);
        string before = Fingerprint(lab);
        ReplicatedVM vm = await lab.VmAsync();
        JobRequest[] requests =
        [
            lab.Service.Verbs.Replicate(await lab.Service.Groups.GetAsync("g"), [vm]), lab.Service.Verbs.PlannedFailover(vm, noStart: true),
            lab.Service.Verbs.Failover(vm, null, noStart: true), lab.Service.Verbs.StartTestFailover(vm, null, noStart: true), lab.Service.Verbs.Suspend(vm),
            lab.Service.Verbs.VerifyPoint(vm, null), lab.Service.Verbs.Remove(vm, deletePoints: true),
        ];
        foreach (JobRequest request in requests) Assert.NotNull(await lab.Service.PlanAsync(request));
        Assert.Equal(before, Fingerprint(lab));
        Assert.Equal(vm.Version, (await lab.VmAsync()).Version);
        Assert.Single(await lab.Service.Jobs.ListAsync());

        JobPlan plan = await lab.Service.PlanAsync(requests[0]);
        ReplicationJob run = await lab.RunAsync("replicate");
        Assert.Equal(plan.Steps, run.Plan!.Steps);
    }

    private static string Fingerprint(Lab lab) => string.Join(
        '\n',
        new[] { lab.DrStore, lab.Hq, lab.Dr }.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
            .Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O} {TestMachine.HashOf(file)}"));

    private static async Task<TestMachine> AddAsync(Lab lab, long length, ReplicationPolicy? policy = null)
    {
        TestMachine web = lab.AddMachine("web", length).Fill(0, 1);
        var group = await lab.SetUpAsync(policy);
        await lab.Service.Groups.AddVmAsync(group, "web");
        return web;
    }

    private static IReadOnlyList<ReplicatedMachineResult> Machines(ReplicationJob job) =>
        System.Text.Json.JsonSerializer.Deserialize<ReplicateResult>(job.Result!, ReplicationJson.Compact)!.Machines;

    private static void Rename(TestMachine machine, string name)
    {
        string path = Path.Combine(machine.Folder, "machine.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"name\":\"web\"", $"\"name\":\"{name}\"", StringComparison.Ordinal));
    }

    private static void Resize(string path, long length)
    {
        using FileStream file = File.Open(path, FileMode.OpenOrCreate);
        file.SetLength(length);
    }
}
