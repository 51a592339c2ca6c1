using Replication.Catalog;
using Replication.Core.Catalog;
using Replication.Core.Disks;
using Replication.Core.Groups;
using Replication.Core.Mounts;
using Replication.Core.RecoveryPoints;
using Replication.Disks.Nbd;
using Replication.Disks.Overlays;
using Replication.Engine.Tests.Support;
using Replication.Runtime.Mounts;

namespace Replication.Engine.Tests.Mounts;

/// <summary>What serves mounts, within this process.</summary>
public sealed class MountServerTests
{
    private const long Huge = 16L << 40;

    [Fact]
    public async Task A_disk_of_16_TiB_is_read_and_written_at_once()
    {
        if (!Directory.Exists("/dev/shm")) Assert.Skip("Not every file system has files of 16 TiB; that in memory has.");
        await using var lab = new Lab();
        TestMachine machine = lab.AddMachine("web", Huge);
        foreach (long offset in (long[])[0, Huge / 2, Huge - 4096]) machine.Scribble(0, offset, 4096, offset.GetHashCode());
        PointMount mount = await MountAsync(lab, writable: true);

        long begun = TimeProvider.System.GetTimestamp();
        await using MountServer server = lab.Workspace.CreateMountServer(lab.Folder);
        string uri = await ServedAsync(server, mount);
        await using NbdDisk disk = await NbdDisk.OpenAsync(NbdAddress.Parse(uri));
        var last = new byte[4096];
        await disk.ReadAsync(Huge - 4096, last);
        TestContext.Current.TestOutputHelper?.WriteLine($"First bytes after {TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds:0} ms.");
        Assert.Equal(Huge, disk.Length);
        Assert.Equal(Random(Huge - 4096), last);
        await disk.WriteAsync(Huge / 2, new byte[] { 7 });
        await disk.FlushAsync();
        await disk.ReadAsync(Huge / 2, last);
        byte[] expected = Random(Huge / 2);
        expected[0] = 7;
        Assert.Equal(expected, last);
    }

    [Fact]
    public async Task What_fails_says_why_and_beside_it_others_are_served()
    {
        await using var lab = new Lab();
        lab.AddMachine("web", 3_000_000).Fill(0, 3);
        PointMount whole = await MountAsync(lab, writable: false);
        PointMount broken = whole with { Id = PointMounts.NewId(), Disks = [whole.Disks[0] with { SnapshotId = "snap-0000000000000000f" }], Version = 0 };
        await InsertAsync(lab, broken);
        await using MountServer server = lab.Workspace.CreateMountServer(lab.Folder);
        await ServedAsync(server, whole);
        MountServing failed = await server.AnswerAsync(broken.Id, CancellationToken.None);
        while (failed.State == ServingState.Opening) failed = await server.AnswerAsync(broken.Id, CancellationToken.None);
        Assert.Equal((ServingState.Failed, "SnapshotNotFound"), (failed.State, failed.ErrorId));
        Assert.Equal(ServingState.NotServed, (await server.AnswerAsync("0000000000", CancellationToken.None)).State);
    }

    [Fact]
    public async Task INV_03_damage_in_the_store_is_an_error_and_never_wrong_bytes()
    {
        await using var lab = new Lab();
        lab.AddMachine("web", 3_000_000).Fill(0, 4);
        PointMount mount = await MountAsync(lab, writable: false);
        foreach (string segment in Directory.EnumerateDirectories(lab.DrStore, "data", SearchOption.AllDirectories).SelectMany(Directory.EnumerateFiles))
        {
            byte[] content = await File.ReadAllBytesAsync(segment);
            for (int at = 0; at < content.Length; at += 512) content[at] ^= 1;
            await File.WriteAllBytesAsync(segment, content);
        }

        await using MountServer server = lab.Workspace.CreateMountServer(lab.Folder);
        await using NbdDisk disk = await NbdDisk.OpenAsync(NbdAddress.Parse(await ServedAsync(server, mount)));
        var error = await Assert.ThrowsAnyAsync<Core.Errors.ReplicationException>(async () => await disk.ReadAsync(0, new byte[4096]));
        Assert.Contains($"{mount.Disks[0].SnapshotId} block 0", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Random(long offset)
    {
        var data = new byte[4096];
        new Random(offset.GetHashCode()).NextBytes(data);
        return data;
    }

    private static async Task<PointMount> MountAsync(Lab lab, bool writable)
    {
        ReplicationGroup group = await lab.SetUpAsync();
        await lab.Service.Groups.AddVmAsync(group, "web");
        await lab.RunAsync("replicate");
        RecoveryPoint point = Assert.Single(await lab.PointsAsync());
        PointMount mount = lab.Service.Mounts.Describe(PointMounts.NewId(), point, new MountPointParameters(point.Id, writable));
        mount = mount with { MountState = MountState.Mounted };
        var basis = new OverlayBase(mount.Disks[0].ContentId, mount.Disks[0].Length);
        if (writable) new DiskOverlays().Create(Path.Combine(lab.WorkspaceFolder, "mounts", mount.Id, "0"), basis);
        await InsertAsync(lab, mount);
        return mount;
    }

    /// <summary>As a job of another process has written it down.</summary>
    private static async Task InsertAsync(Lab lab, PointMount mount)
    {
        await using ICatalog catalog = await SqliteCatalog.OpenAsync(Path.Combine(lab.WorkspaceFolder, "catalog.db"));
        await catalog.TransactAsync((transaction, token) => transaction.InsertAsync(mount, token));
    }

    private static async Task<string> ServedAsync(MountServer server, PointMount mount)
    {
        MountServing serving = await server.AnswerAsync(mount.Id, CancellationToken.None);
        while (serving.State == ServingState.Opening) serving = await server.AnswerAsync(mount.Id, CancellationToken.None);
        Assert.True(serving.State == ServingState.Served, serving.Error);
        return Assert.Single(serving.Exports).Uri;
    }
}
