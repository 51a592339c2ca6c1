using Amazon.EC2.Model;
using Replication.Aws.HotAdd;
using Replication.Aws.Methods;
using Replication.Aws.Tests.Sites;
using Replication.Conformance;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Rules;
using Replication.Core.Rules.Methods;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using SnapshotInfo = Replication.Core.Snapshots.SnapshotInfo;

namespace Replication.Aws.Tests.HotAdd;

public sealed class HotAddStoreTests
{
    private const long Length = 40L * BlockGeometry.BlockSize + 512;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PRC_03_the_integrity_snapshot_is_the_source_bit_for_bit_and_the_volume_goes()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        await using var store = new AttachingStore(await lab.OpenAsync(), AttachingStore.Purpose());
        IReadOnlyList<string> attached = await lab.AttachedAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length }, Token);
        await store.PutBlockAsync(pending.Id, 3, BlockPattern.Full(3), null, Token);
        string during = Assert.Single((await lab.AttachedAsync()).Except(attached));

        SnapshotInfo made = await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 }, Token);

        Assert.StartsWith("/dev/xvdf ", during, StringComparison.Ordinal);
        Assert.StartsWith("snap-", made.Id, StringComparison.Ordinal);
        await store.HoldsAsync(made.Id, new Dictionary<long, byte[]> { [3] = BlockPattern.Full(3) });
        Assert.Equal(attached, await lab.AttachedAsync());
        Assert.Single(await lab.VolumesAsync());
    }

    [Fact]
    public async Task PRC_04_an_incremental_writes_changed_blocks_over_the_integrity_snapshot_alone()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        await using var store = new AttachingStore(await lab.OpenAsync(), AttachingStore.Purpose());
        SnapshotInfo first = await store.MakeAsync(Length, null, (1, BlockPattern.Full(1)), (2, BlockPattern.Full(2)));
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = first.Id }, Token);
        await store.PutBlockAsync(pending.Id, 2, BlockPattern.Full(22), null, Token);

        Assert.Equal(first.Id, (await lab.VolumesAsync()).Single(volume => volume.VolumeId == pending.Id).SnapshotId);
        SnapshotInfo second = await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 }, Token);
        await store.HoldsAsync(second.Id, new Dictionary<long, byte[]> { [1] = BlockPattern.Full(1), [2] = BlockPattern.Full(22) });
    }

    [Fact]
    public async Task What_the_device_does_not_give_back_is_in_doubt_and_put_again()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        await using var store = new AttachingStore(await lab.OpenAsync(), AttachingStore.Purpose());
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length }, Token);
        await store.PutBlockAsync(pending.Id, 3, BlockPattern.Full(3), null, Token);
        await store.PutBlockAsync(pending.Id, 4, BlockPattern.Full(4), null, Token);
        await using (FileStream device = File.Open(lab.Cloud.DeviceFile(lab.Node, "/dev/xvdf"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            device.Position = 4L * BlockGeometry.BlockSize + 77;
            device.WriteByte(0x55);
        }

        await StoreAssertions.FailsAsync("ChangedBlockCountMismatch", () => store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 2 }, Token));
        Assert.Equal([4], (await store.ListPendingBlocksAsync(pending.Id, Token).ToListAsync()).Where(block => block.Digest is null).Select(block => block.Index));
        await store.PutBlockAsync(pending.Id, 4, BlockPattern.Full(4), null, Token);
        SnapshotInfo made = await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 2 }, Token);
        await store.HoldsAsync(made.Id, new Dictionary<long, byte[]> { [3] = BlockPattern.Full(3), [4] = BlockPattern.Full(4) });
    }

    [Fact]
    public async Task PRC_09_letting_go_detaches_and_what_was_written_goes_on_from_there()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        TransferMethodStore store = await lab.OpenAsync();
        IReadOnlyList<string> attached = await lab.AttachedAsync();
        var request = new StartSnapshotRequest { Length = Length, ClientToken = "t", Purpose = AttachingStore.Purpose("vm-1") };
        SnapshotInfo pending = await store.StartAsync(request, Token);
        await store.PutBlockAsync(pending.Id, 1, BlockPattern.Full(1), null, Token);

        await store.ReleaseAsync("vm-1");

        Assert.Equal(attached, await lab.AttachedAsync());
        await store.DisposeAsync();
        await using TransferMethodStore later = await lab.OpenAsync();
        Assert.Equal(pending.Id, (await later.StartAsync(request, Token)).Id);
        Assert.Equal(BlockDigest.Compute(BlockPattern.Full(1)), Assert.Single(await later.ListPendingBlocksAsync(pending.Id, Token).ToListAsync()).Digest);
        await later.PutBlockAsync(pending.Id, 2, BlockPattern.Full(2), null, Token);
        SnapshotInfo made = await later.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 2 }, Token);
        await later.HoldsAsync(made.Id, new Dictionary<long, byte[]> { [1] = BlockPattern.Full(1), [2] = BlockPattern.Full(2) });
        Assert.Single(await lab.VolumesAsync());
    }

    [Fact]
    public async Task PRC_13_programs_that_race_for_a_node_never_get_the_same_slot()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        TransferMethodStore[] stores = [await lab.OpenAsync("one"), await lab.OpenAsync("two"), await lab.OpenAsync("three")];
        string[] ids = await Task.WhenAll(stores.Select(async (store, index) =>
        {
            string id = (await store.StartAsync(new StartSnapshotRequest { Length = Length, Purpose = AttachingStore.Purpose($"vm-{index}") }, Token)).Id;
            await store.PutBlockAsync(id, index, BlockPattern.Full(index + 1), null, Token);
            return id;
        }));

        IReadOnlyList<string> attached = await lab.AttachedAsync();
        Assert.Equal(4, attached.Select(item => item.Split(' ')[0]).Distinct().Count());
        for (int index = 0; index < ids.Length; index++)
        {
            SnapshotInfo made = await stores[index].CompleteAsync(ids[index], new CompleteSnapshotRequest { ChangedBlocks = 1 }, Token);
            await stores[index].HoldsAsync(made.Id, new Dictionary<long, byte[]> { [index] = BlockPattern.Full(index + 1) });
            await stores[index].DisposeAsync();
        }
    }

    [Fact]
    public async Task PRC_13_jobs_of_one_program_share_the_slots_that_the_node_has()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync();
        // An m5.large has 28 places; its interface and its root take two.
        await store.PrepareAsync(Subject("one", 20), Token);
        await store.PrepareAsync(Subject("two", 6), Token);
        var refused = await Assert.ThrowsAsync<ReplicationException>(() => store.PrepareAsync(Subject("three", 1), Token));
        Assert.Equal("InstanceAttachmentLimit", refused.ErrorId);
        await store.ReleaseAsync("two");
        await store.PrepareAsync(Subject("three", 6), Token);
    }

    [Fact]
    public async Task PRC_14_a_machine_with_more_disks_than_the_node_takes_is_refused_before_anything_is_made()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync();
        IReadOnlyList<string> before = await lab.Cloud.ResourcesAsync();
        var refused = await Assert.ThrowsAsync<ReplicationException>(() => store.PrepareAsync(Subject("vm", 27), Token));
        Assert.Equal("InstanceAttachmentLimit", refused.ErrorId);
        Assert.Equal(before, await lab.Cloud.ResourcesAsync());
    }

    [Fact]
    public async Task PRC_10_a_slot_that_somebody_attached_something_to_is_passed_over()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        CreateVolumeResponse other = await lab.Cloud.Ec2.CreateVolumeAsync(
            new CreateVolumeRequest { Size = 1, AvailabilityZone = (await lab.VolumesAsync())[0].AvailabilityZone }, Token);
        await lab.Cloud.Ec2.AttachVolumeAsync(new AttachVolumeRequest { VolumeId = other.Volume!.VolumeId, InstanceId = lab.Node, Device = "/dev/sdf" }, Token);
        await using var store = new AttachingStore(await lab.OpenAsync(), AttachingStore.Purpose());
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length }, Token);

        await store.PutBlockAsync(pending.Id, 1, BlockPattern.Full(1), null, Token);

        Assert.Contains($"/dev/xvdg {pending.Id}", await lab.AttachedAsync());
    }

    [Fact]
    public async Task PRC_04_a_missing_integrity_snapshot_is_refused_before_anything_is_made()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync();
        TransferSubject subject = Subject("vm", 1) with { Bases = new Dictionary<string, string?> { ["disk0"] = "snap-0123456789abcdef0" } };
        var refused = await Assert.ThrowsAsync<ReplicationException>(() => store.PrepareAsync(subject, Token));
        Assert.Equal("IntegritySnapshotMissing", refused.ErrorId);
    }

    [Theory]
    [InlineData(false, null, true)]
    [InlineData(true, null, false)]
    [InlineData(false, "m5.large", false)]
    public async Task AWS_11_a_linux_node_needs_to_know_of_the_guests_drivers(bool confirmed, string? instanceType, bool isRefused)
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync();
        TransferSubject subject = Subject("vm", 1);
        subject = subject with { Machine = subject.Machine with { InstanceType = instanceType }, Settings = subject.Settings with { DriversConfirmed = confirmed } };
        ReplicationException? refused = await Record.ExceptionAsync(() => store.PrepareAsync(subject, Token)) as ReplicationException;
        Assert.Equal(isRefused ? "DriversMissingOnSource" : null, refused?.ErrorId);
    }

    [Fact]
    public async Task NOD_01_a_node_in_another_zone_is_refused()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        string zone = (await lab.VolumesAsync())[0].AvailabilityZone!;
        string other = zone[..^1] + (zone[^1] == 'c' ? 'a' : 'c');
        await using TransferMethodStore store = await lab.OpenAsync(change: options => options with { Zone = other });
        var refused = await Assert.ThrowsAsync<ReplicationException>(() => store.PrepareAsync(Subject("vm", 1), Token));
        Assert.Equal("AccessNodeZoneMismatch", refused.ErrorId);
    }

    [Fact]
    public async Task A_method_that_is_not_carried_out_is_refused()
    {
        await using HotAddLab lab = await HotAddLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync();
        TransferSubject subject = Subject("vm", 1) with { Settings = new TransferSettings { Method = TransferMethod.Store } };
        Assert.Equal("TransferMethodNotAvailable", (await Assert.ThrowsAsync<ReplicationException>(() => store.PrepareAsync(subject, Token))).ErrorId);
    }

    private static TransferSubject Subject(string holder, int disks) => new(
        holder, new Machine { Id = holder, Name = holder, OperatingSystem = "Linux" },
        Enumerable.Range(0, disks).ToDictionary(index => $"disk{index}", _ => (string?)null),
        new TransferSettings { Method = TransferMethod.HotAdd, DriversConfirmed = true }, KeepsMachine: false);
}
