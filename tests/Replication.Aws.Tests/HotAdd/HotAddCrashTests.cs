using Amazon.EC2.Model;
using Replication.Aws.HotAdd;
using Replication.Aws.Methods;
using Replication.Aws.Sites;
using Replication.Aws.Tests.Sites;
using Replication.Conformance;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Rules;
using Replication.Core.Rules.Methods;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using SnapshotInfo = Replication.Core.Snapshots.SnapshotInfo;
using SnapshotState = Replication.Core.Snapshots.SnapshotState;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>A process that dies at any call to EC2, and the next one over the same workspace.</summary>
public sealed class HotAddCrashTests
{
    private const long Length = 20L * BlockGeometry.BlockSize;

    private static readonly Dictionary<long, byte[]> Content = new() { [1] = BlockPattern.Full(1), [2] = BlockPattern.Full(2), [9] = BlockPattern.Full(3) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task INV_02_PRC_09_killed_at_any_call_nothing_stays_attached_and_the_repetition_ends_right(bool after)
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        string drivers = DriverFiles.Make(lab.Cloud.Workspace);
        IReadOnlyList<string> attached = await lab.AttachedAsync();
        IReadOnlyList<string> before = await lab.Cloud.ResourcesAsync();
        HotAddOptions WithDrivers(HotAddOptions options) => options with { DriverFolder = drivers };
        int calls = 0;
        while (await RoundAsync()) calls++;
        // Volume, attachment, snapshot, drivers, detachment, tags: every call that changes something.
        Assert.True(calls >= 7, $"{calls} calls");

        async Task<bool> RoundAsync()
        {
            bool died = await DiesAsync(lab, calls, after, WithDrivers);
            await using TransferMethodStore store = await lab.OpenAsync(change: WithDrivers);
            Assert.Equal(attached, await lab.AttachedAsync());

            SnapshotInfo made = await RunAsync(store, $"round {calls}");

            await store.HoldsAsync(made.Id, Content);
            Assert.Equal(attached, await lab.AttachedAsync());
            Volume waiting = Assert.Single(await lab.VolumesAsync(), volume => volume.Tags.Get(HotAddTags.Integrity) == made.Id);
            // PRC-03: the volume differs from the snapshot in what was put into it afterwards and in nothing else.
            Assert.Equal(InjectedHash(), await SparseHash.OfFileAsync(lab.Cloud.VolumeFile(waiting.VolumeId!), Length, Token));
            Assert.Equal(before.Count + 2, (await lab.Cloud.ResourcesAsync()).Count);
            await store.DeleteAsync(made.Id, Token);
            Assert.Equal(before, await lab.Cloud.ResourcesAsync());
            return died;
        }
    }

    [Theory]
    [InlineData("CreateVolumeAsync")]
    [InlineData("AttachVolumeAsync")]
    [InlineData("CreateSnapshotAsync")]
    [InlineData("CreateTagsAsync")]
    [InlineData("DeleteTagsAsync")]
    public async Task PRC_09_after_a_refusal_of_any_call_nothing_stays_attached_and_the_repetition_ends_right(string operation)
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        string drivers = DriverFiles.Make(lab.Cloud.Workspace);
        IReadOnlyList<string> attached = await lab.AttachedAsync();
        IReadOnlyList<string> before = await lab.Cloud.ResourcesAsync();
        TransferMethodStore refused = await lab.OpenAsync(
            around: ec2 => FailingEc2.Around(ec2, operation, "UnauthorizedOperation"), change: options => options with { DriverFolder = drivers });

        Assert.Equal("AwsAccessDenied", (await Assert.ThrowsAnyAsync<ReplicationException>(() => RunAsync(refused, "job"))).ErrorId);
        await refused.ReleaseAsync("vm");

        Assert.Equal(attached, await lab.AttachedAsync());
        await refused.DisposeAsync();
        await using TransferMethodStore store = await lab.OpenAsync(change: options => options with { DriverFolder = drivers });
        SnapshotInfo made = await RunAsync(store, "job");
        await store.HoldsAsync(made.Id, Content);
        Assert.Equal(attached, await lab.AttachedAsync());
        Assert.Equal(before.Count + 2, (await lab.Cloud.ResourcesAsync()).Count);
    }

    [Fact]
    public async Task PRC_09_a_volume_whose_device_does_not_appear_is_detached_again()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        IReadOnlyList<string> attached = await lab.AttachedAsync();
        await using TransferMethodStore store = await lab.OpenAsync(change: options => options with { DeviceFolder = lab.Cloud.Workspace });
        var request = new StartSnapshotRequest { Length = Length, Purpose = AttachingStore.Purpose() };
        string pending = (await store.StartAsync(request, Token)).Id;

        await StoreAssertions.FailsAsync("AccessNodeDeviceMissing", () => store.PutBlockAsync(pending, 1, Content[1], null, Token).AsTask());

        Assert.Equal(attached, await lab.AttachedAsync());
    }

    [Fact]
    public async Task NOD_06_a_failed_injection_is_repeated_without_another_volume_or_snapshot()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        string drivers = DriverFiles.Make(lab.Cloud.Workspace);
        IReadOnlyList<string> attached = await lab.AttachedAsync();
        IReadOnlyList<string> before = await lab.Cloud.ResourcesAsync();
        var injector = new RecordingInjector { Failure = new ReplicationException("DriverInjectionFailed", "guest", "It was hibernated.") };
        await using TransferMethodStore store = await lab.OpenAsync(injector: injector, change: options => options with { DriverFolder = drivers });

        var failed = await Assert.ThrowsAsync<ReplicationException>(() => RunAsync(store, "job"));
        await store.ReleaseAsync("vm");

        Assert.Equal("DriverInjectionFailed", failed.ErrorId);
        Assert.Equal(attached, await lab.AttachedAsync());
        string volume = Assert.Single(await lab.VolumesAsync(), volume => volume.Tags.Get(HotAddTags.Pending) is not null).VolumeId!;
        SnapshotInfo made = await store.CompleteAsync(volume, new CompleteSnapshotRequest { ChangedBlocks = Content.Count }, Token);
        await store.HoldsAsync(made.Id, Content);
        Assert.Equal(1, injector.Injections);
        Assert.Equal(before.Count + 2, (await lab.Cloud.ResourcesAsync()).Count);
    }

    [Fact]
    public async Task NOD_05_an_incomplete_driver_folder_is_refused_with_what_it_lacks_before_anything_is_made()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        string drivers = DriverFiles.Make(lab.Cloud.Workspace);
        File.Delete(Path.Combine(drivers, DriverFolder.Ec2Config));
        Directory.Delete(Path.Combine(drivers, DriverFolder.Boot), recursive: true);
        IReadOnlyList<string> before = await lab.Cloud.ResourcesAsync();
        await using TransferMethodStore store = await lab.OpenAsync(change: options => options with { DriverFolder = drivers, DriverArchives = [] });

        var refused = await Assert.ThrowsAsync<ReplicationException>(() => RunAsync(store, "job"));

        Assert.Equal(("DriverFolderIncomplete", $"It lacks {DriverFolder.Ec2Config}, boot/*.sys."), (refused.ErrorId, refused.Found));
        Assert.Equal(before, await lab.Cloud.ResourcesAsync());
    }

    [Fact]
    public async Task NOD_02_a_node_that_cannot_inject_is_refused_and_the_step_never_left_out()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        string drivers = DriverFiles.Make(lab.Cloud.Workspace);
        await using TransferMethodStore store = await lab.OpenAsync(
            injector: new RecordingInjector { Unavailable = "It lacks ntfs-3g." }, change: options => options with { DriverFolder = drivers });
        Assert.Equal("DriverInjectionUnavailable", (await Assert.ThrowsAsync<ReplicationException>(() => RunAsync(store, "job"))).ErrorId);
    }

    [Fact]
    public async Task PRC_01_PRC_02_a_plan_names_the_steps_in_their_order()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        string drivers = DriverFiles.Make(lab.Cloud.Workspace);
        await using TransferMethodStore store = await lab.OpenAsync(change: options => options with { DriverFolder = drivers });
        string[] verbs = ["HotAdd: make", "Attach", "Write", "Take an integrity snapshot", "Put the drivers", "Detach", "Give them"];

        IReadOnlyList<string> windows = await store.DescribeAsync(Subject("Windows"), Token);
        IReadOnlyList<string> linux = await store.DescribeAsync(Subject("Linux"), Token);

        Assert.All(windows.Zip(verbs), pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
        Assert.Equal(verbs.Length, windows.Count);
        Assert.Equal(windows.Where(step => !step.StartsWith("Put the drivers", StringComparison.Ordinal)), linux);
    }

    private static TransferSubject Subject(string system) => new(
        "vm", new Machine { Id = "vm", Name = "vm", OperatingSystem = system }, new Dictionary<string, string?> { ["disk0"] = null },
        new TransferSettings { Method = TransferMethod.HotAdd, DriversConfirmed = true }, KeepsMachine: true);

    private static string InjectedHash()
    {
        var blocks = new SortedDictionary<long, byte[]>(Content) { [RecordingInjector.Block] = BlockPattern.Full(RecordingInjector.Seed) };
        return SparseHash.Of(Length, blocks.Select(block => (block.Key, block.Value)));
    }

    private static async Task<bool> DiesAsync(HotAddLab lab, int calls, bool after, Func<HotAddOptions, HotAddOptions> change)
    {
        TransferMethodStore store;
        try
        {
            store = await lab.OpenAsync(around: ec2 => CrashingEc2.Around(ec2, calls, after), change: change);
        }
        catch (CrashException)
        {
            return true;
        }

        try
        {
            await RunAsync(store, $"round {calls}");
            return false;
        }
        catch (CrashException)
        {
            return true;
        }
        finally
        {
            await HotAddLab.BuryAsync(store);
        }
    }

    /// <summary>What the engine does for a disk: as a continued job does, with what is pending.</summary>
    private static async Task<SnapshotInfo> RunAsync(TransferMethodStore store, string token)
    {
        await store.PrepareAsync(Subject("Windows"), Token);
        var request = new StartSnapshotRequest { Length = Length, ClientToken = token, Purpose = AttachingStore.Purpose("vm", GuestFamily.Windows, keeps: true) };
        SnapshotInfo pending = await store.StartAsync(request, Token);
        if (pending.State == SnapshotState.Completed) return pending;
        foreach ((long index, byte[] data) in Content) await store.PutBlockAsync(pending.Id, index, data, null, Token);
        SnapshotInfo made = await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = Content.Count }, Token);
        await store.ReleaseAsync("vm");
        return made;
    }
}
