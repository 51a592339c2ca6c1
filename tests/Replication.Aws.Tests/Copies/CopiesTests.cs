using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.S3.Model;
using Microsoft.Win32.SafeHandles;
using Replication.Aws.Methods;
using Replication.Aws.Tests.HotAdd;
using Replication.Aws.Tests.Imports;
using Replication.Aws.Tests.Sites;
using Replication.Conformance;
using Replication.Core.Platform;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using SnapshotInfo = Replication.Core.Snapshots.SnapshotInfo;

namespace Replication.Aws.Tests.Copies;

/// <summary>
/// What the methods do with the same disk on the way to the same end: the snapshot of a recovery point, and a volume that a standby machine can start from.
/// Counted by the kernel, by the server and at the client of S3; not by what the transfer says of itself.
/// </summary>
public sealed class CopiesTests
{
    private const int Blocks = 16;
    private const long Content = (long)Blocks * BlockGeometry.BlockSize;

    /// <summary>Half of the disk is empty.</summary>
    private const long Length = 2 * Content;

    /// <summary>What formats and rewritten pages may add to the content: an eighth.</summary>
    private const long AtMost = Content + Content / 8;

    private static readonly (long Block, int Seed)[] Disk = [.. Enumerable.Range(0, Blocks).Select(index => ((long)index, index + 1))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HOT_16_the_same_disk_is_copied_fewer_times_and_moves_fewer_bytes_by_HotAdd_than_by_Import()
    {
        CountedDevices.Need();

        MovedContent hotAdd = await ByHotAddAsync();
        MovedContent import = await ByImportAsync();

        TestContext.Current.TestOutputHelper?.WriteLine($"{Content} bytes in a disk of {Length}.\nHotAdd: {hotAdd}\nImport: {import}");
        Assert.Equal((2, 3), (hotAdd.Copies, import.Copies));
        Assert.True(hotAdd.Bytes < import.Bytes, $"HotAdd: {hotAdd}; Import: {import}");
        // Every copy is of the whole content, and what was counted is not something else.
        long[] whole = [hotAdd.Device, hotAdd.Snapshot, hotAdd.ReadBack, import.Image, import.Snapshot, import.Volume, import.ReadBack];
        Assert.All(whole, bytes => Assert.InRange(bytes, Content, AtMost));
    }

    private static async Task<MovedContent> ByHotAddAsync()
    {
        var requests = new RequestTally();
        await using HotAddLab lab = await HotAddLab.StartAsync(requests);
        await using var devices = new CountedDevices(lab.Cloud);
        List<string> before = await VolumesAsync(lab.Cloud);
        long putBefore = requests.BytesOf("PutSnapshotBlock");
        await using TransferMethodStore methods = await lab.OpenAsync(
            around: devices.Around, change: options => options with { DeviceFolder = devices.Folder });
        await using var store = new AttachingStore(methods, AttachingStore.Purpose(keeps: true));
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length }, Token);
        var request = new DiskTransferRequest { DiskId = "disk0", Source = Source(), Store = store, SnapshotId = pending.Id };
        DiskTransferResult sent = await DiskTransfer.RunAsync(request, null, Token);
        var completion = new CompleteSnapshotRequest { ChangedBlocks = sent.BlocksPut, ExpectedRoot = sent.Root };

        SnapshotInfo made = await store.CompleteAsync(pending.Id, completion, Token);

        long readBack = devices.BytesRead + requests.BytesOf("GetSnapshotBlock");
        Assert.Equal(0, requests.Of("UploadPart"));
        // The volume that was written waits for the machine: none is made of the snapshot.
        Assert.Equal([pending.Id], (await VolumesAsync(lab.Cloud)).Except(before));
        await AssertIsTheDiskAsync(lab.Cloud, pending.Id);
        return new MovedContent(
            devices.BytesWritten, Image: 0, requests.BytesOf("PutSnapshotBlock") - putBefore, await BytesOfSnapshotAsync(store, made.Id), Volume: 0, readBack);
    }

    private static async Task<MovedContent> ByImportAsync()
    {
        var requests = new RequestTally();
        await using ImportLab lab = await ImportLab.StartAsync(requests: requests);
        long uploaded = 0;
        await using TransferMethodStore store = await lab.OpenAsync(s3: s3 => SeenS3.Around(s3, request =>
        {
            if (request is UploadPartRequest part) Interlocked.Add(ref uploaded, part.InputStream.Length);
        }));

        SnapshotInfo made = await ImportLab.RunAsync(store, "job", Source());

        (long readBack, long put) = (requests.BytesOf("GetSnapshotBlock"), requests.BytesOf("PutSnapshotBlock"));
        // VM Import has read what was uploaded, once.
        Assert.Equal(uploaded, (long)Assert.Single(await lab.TasksAsync()).SnapshotTaskDetail!.DiskImageSize!.Value);
        Assert.Empty(await VolumesAsync(lab.Cloud));
        string volume = await VolumeOfAsync(lab.Cloud, made.Id);
        await AssertIsTheDiskAsync(lab.Cloud, volume);
        return new MovedContent(Device: 0, uploaded, put, await BytesOfSnapshotAsync(store, made.Id), BytesOfFile(lab.Cloud.VolumeFile(volume)), readBack);
    }

    private static BlockDisk Source() => new(Length, Disk.ToDictionary(item => item.Block, item => BlockPattern.Full(item.Seed)));

    private static async Task<List<string>> VolumesAsync(CloudLab cloud) =>
        [.. ((await cloud.Ec2.DescribeVolumesAsync(new DescribeVolumesRequest(), Token)).Volumes ?? []).Select(volume => volume.VolumeId!)];

    /// <summary>What a launch does with a snapshot.</summary>
    private static async Task<string> VolumeOfAsync(CloudLab cloud, string snapshotId)
    {
        string zone = (await cloud.Ec2.DescribeAvailabilityZonesAsync(new DescribeAvailabilityZonesRequest(), Token)).AvailabilityZones![0].ZoneName!;
        var request = new CreateVolumeRequest { SnapshotId = snapshotId, AvailabilityZone = zone, VolumeType = VolumeType.Gp3 };
        return (await cloud.Ec2.CreateVolumeAsync(request, Token)).Volume!.VolumeId!;
    }

    private static async Task<long> BytesOfSnapshotAsync(ISnapshotStore store, string snapshotId)
    {
        await using ISnapshotReader reader = await store.OpenAsync(snapshotId, Token);
        return await reader.ListBlocksAsync(0, Token).CountAsync(Token) * (long)BlockGeometry.BlockSize;
    }

    private static long BytesOfFile(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        return SparseFile.AllocatedExtents(file, 0, RandomAccess.GetLength(file)).Sum(extent => extent.Length);
    }

    private static async Task AssertIsTheDiskAsync(CloudLab cloud, string volumeId) =>
        Assert.Equal(CloudLab.HashOf(Length, Disk), await SparseHash.OfFileAsync(cloud.VolumeFile(volumeId), Length, Token));
}
