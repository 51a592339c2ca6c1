using Amazon.S3.Model;
using Replication.Agent.Ec2;
using Replication.Aws.Imports;
using Replication.Aws.Methods;
using Replication.Aws.Snapshots;
using Replication.Aws.Tests.Sites;
using Replication.Conformance;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Aws.Tests.Imports;

/// <summary>Disks that go through S3 and VM Import into the store.</summary>
public sealed class ImportStoreTests
{
    /// <summary>Of which the last block is not full.</summary>
    private const long Length = 40L * BlockGeometry.BlockSize + 4096;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DiskFormat.VmdkStreamOptimized)]
    [InlineData(DiskFormat.Vhdx)]
    [InlineData(DiskFormat.Raw)]
    public async Task INV_01_an_imported_snapshot_is_the_disk_and_nothing_stays_in_the_bucket(DiskFormat format)
    {
        await using ImportLab lab = await ImportLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync();
        Dictionary<long, byte[]> content = Content(1);

        SnapshotInfo made = await ImportLab.RunAsync(store, "job", new BlockDisk(Length, content), new TransferSettings { ImageFormat = format });

        await store.HoldsAsync(made.Id, content);
        Assert.Equal((Length, (long)content.Count, "job"), (made.Length, made.ChangedBlocks, made.Tags["job"]));
        Assert.Equal(made.Id, Assert.Single(await store.ListAsync(Token).ToListAsync()).Id);
        Assert.Empty(await lab.KeysAsync());
        Assert.Equal(made.Id, Assert.Single(await lab.TasksAsync()).SnapshotTaskDetail!.SnapshotId);
    }

    [Fact]
    public async Task PRC_04_an_increment_builds_on_the_imported_snapshot_and_sends_changed_blocks_alone()
    {
        await using ImportLab lab = await ImportLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync();
        Dictionary<long, byte[]> content = Content(1);
        SnapshotInfo first = await ImportLab.RunAsync(store, "one", new BlockDisk(Length, content));
        content[3] = BlockPattern.Full(99);
        content.Remove(20);

        SnapshotInfo second = await ImportLab.RunAsync(store, "two", new BlockDisk(Length, content), parent: first.Id);

        await store.HoldsAsync(second.Id, content);
        Assert.Equal((first.Id, 2L), (second.ParentId, second.ChangedBlocks));
        Assert.Single(await lab.TasksAsync());
        Assert.Equal([3L, 20L], (await store.ListChangedBlocksAsync(first.Id, second.Id, cancellationToken: Token).ToListAsync()).Select(block => block.Index));
    }

    [Fact]
    public async Task An_increment_is_imported_whole_where_the_group_says_so()
    {
        await using ImportLab lab = await ImportLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync();
        Dictionary<long, byte[]> content = Content(1);
        SnapshotInfo first = await ImportLab.RunAsync(store, "one", new BlockDisk(Length, content));
        content[3] = BlockPattern.Full(99);

        SnapshotInfo second = await ImportLab.RunAsync(store, "two", new BlockDisk(Length, content), new TransferSettings { WholeImages = true }, first.Id);

        await store.HoldsAsync(second.Id, content);
        Assert.Equal((first.Id, (long)content.Count), (second.ParentId, second.ChangedBlocks));
        Assert.Equal(2, (await lab.TasksAsync()).Count);
        Assert.Empty(await lab.KeysAsync());
    }

    [Theory]
    [InlineData(DiskFormat.VmdkStreamOptimized, false)]
    [InlineData(DiskFormat.Raw, false)]
    [InlineData(DiskFormat.Raw, true)]
    public async Task INV_07_a_broken_upload_is_continued_and_parts_that_are_there_and_the_same_are_not_sent_again(DiskFormat format, bool changed)
    {
        var settings = new TransferSettings { ImageFormat = format };
        await using ImportLab lab = await ImportLab.StartAsync();
        Dictionary<long, byte[]> content = Content(1);
        var source = new BlockDisk(Length, content);
        await using (TransferMethodStore broken = await lab.OpenAsync(s3: s3 => SeenS3.Around(s3, request =>
        {
            if (request is UploadPartRequest { PartNumber: 3 }) throw new IOException("The line is cut.");
        }), change: options => options with { Parallel = 1 }))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => ImportLab.RunAsync(broken, "job", source, settings));
        }

        int[] arrived = await PartsThereAsync(lab);
        Assert.Equal([1, 2], arrived);
        var sent = new List<int>();
        await using TransferMethodStore store = await lab.OpenAsync(s3: s3 => SeenS3.Around(s3, request => Note(sent, request)));
        int first = arrived.Min();
        // One block of a part that is there has changed meanwhile.
        if (changed) content[(long)(first - 1) * ImportLab.PartSize / BlockGeometry.BlockSize] = BlockPattern.Full(77);
        SnapshotInfo made = await ImportLab.RunAsync(store, "job", source, settings);

        await store.HoldsAsync(made.Id, content);
        IEnumerable<int> missing = Enumerable.Range(1, await ExpectedPartsAsync(source, format)).Except(arrived);
        Assert.Equal((changed ? missing.Append(first) : missing).Order(), sent.Order());
        Assert.Empty(await lab.KeysAsync());
    }

    [Fact]
    public async Task INV_03_a_snapshot_that_is_not_the_disk_is_refused_and_the_next_run_sends_the_disk_anew()
    {
        await using ImportLab lab = await ImportLab.StartAsync();
        Dictionary<long, byte[]> content = Content(1);
        var source = new BlockDisk(Length, content);
        var raw = new TransferSettings { ImageFormat = DiskFormat.Raw };
        await using (TransferMethodStore store = await lab.OpenAsync(s3: s3 => SeenS3.Around(s3, request =>
        {
            // What a service does that mistakes the image for something else.
            if (request is not UploadPartRequest { PartNumber: 2 } part) return;
            var bytes = new byte[part.InputStream.Length];
            part.InputStream.ReadExactly(bytes);
            bytes[1000] ^= 1;
            part.InputStream = new MemoryStream(bytes);
            part.ChecksumSHA256 = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(bytes));
        })))
        {
            await StoreAssertions.FailsAsync("RootMismatch", () => ImportLab.RunAsync(store, "job", source, raw));
        }

        await using TransferMethodStore again = await lab.OpenAsync();
        SnapshotInfo made = await ImportLab.RunAsync(again, "job", source, raw);

        await again.HoldsAsync(made.Id, content);
        Assert.Equal([made.Id], await lab.Cloud.ResourcesAsync());
        Assert.Empty(await lab.KeysAsync());
    }

    [Fact]
    public async Task INV_10_a_task_that_fails_says_what_VM_Import_said_and_can_be_repeated()
    {
        await using ImportLab lab = await ImportLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync();
        var source = new BlockDisk(Length, Content(1));
        SnapshotInfo pending = await StartAsync(store, "job");
        (_, DiskTransferResult sent) = await ImportLab.SendAsync(store, pending, source);
        var complete = new CompleteSnapshotRequest { ChangedBlocks = sent.BlocksPut, ExpectedRoot = sent.Root };
        string key = Assert.Single(await lab.KeysAsync());
        // Somebody puts something else in its place while VM Import is about to read it.
        await using TransferMethodStore other = await lab.OpenAsync(ec2 => RecordingEc2.Around(ec2, (call, _) =>
        {
            if (call != "ImportSnapshotAsync") return;
            lab.S3.PutObjectAsync(new PutObjectRequest { BucketName = ImportLab.Bucket, Key = key, ContentBody = "nothing" }, Token).GetAwaiter().GetResult();
        }));
        var failed = await Assert.ThrowsAsync<ReplicationException>(() => other.CompleteAsync(pending.Id, complete, Token));
        Assert.Equal("ImportTaskFailed", failed.ErrorId);
        Assert.Contains("Disk validation failed", failed.Found, StringComparison.Ordinal);

        Assert.Equal("ImportTaskFailed", (await Assert.ThrowsAsync<ReplicationException>(() => other.CompleteAsync(pending.Id, complete, Token))).ErrorId);

        Assert.Equal(2, (await lab.TasksAsync()).Count);
        await other.DeleteAsync(pending.Id, Token);
        Assert.Empty(await lab.KeysAsync());
        Assert.Empty(await other.ListAsync(Token).ToListAsync());
    }

    [Fact]
    public async Task A_job_that_is_abandoned_cancels_its_task_and_leaves_nothing()
    {
        await using ImportLab lab = await ImportLab.StartAsync(new Ec2Options { ImportDuration = TimeSpan.FromHours(2) });
        await using TransferMethodStore store = await lab.OpenAsync();
        SnapshotInfo pending = await StartAsync(store, "job");
        (_, DiskTransferResult sent) = await ImportLab.SendAsync(store, pending, new BlockDisk(Length, Content(1)));
        var shares = new List<double>();
        using var stop = new CancellationTokenSource();
        var progress = new CallbackProgress<double>(share =>
        {
            shares.Add(share);
            stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CompleteAsync(
            pending.Id, new CompleteSnapshotRequest { ChangedBlocks = sent.BlocksPut, ExpectedRoot = sent.Root, Progress = progress }, stop.Token));
        Assert.Equal("active", Assert.Single(await lab.TasksAsync()).SnapshotTaskDetail!.Status);

        await store.DeleteAsync(pending.Id, Token);

        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.NotEmpty(shares);
        Assert.Equal("deleted", Assert.Single(await lab.TasksAsync()).SnapshotTaskDetail!.Status);
        Assert.Empty(await lab.KeysAsync());
        Assert.Empty(await lab.Cloud.ResourcesAsync());
    }

    [Fact]
    public async Task INV_02_what_nobody_knows_of_any_more_is_removed_when_the_store_is_opened()
    {
        await using ImportLab lab = await ImportLab.StartAsync(new Ec2Options { ImportDuration = TimeSpan.FromHours(2) });
        var source = new BlockDisk(Length, Content(1));
        await using (TransferMethodStore store = await lab.OpenAsync())
        {
            await ImportLab.SendAsync(store, await StartAsync(store, "uploaded"), source);
            SnapshotInfo pending = await StartAsync(store, "imported");
            (_, DiskTransferResult sent) = await ImportLab.SendAsync(store, pending, source);
            using var stop = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CompleteAsync(
                pending.Id,
                new CompleteSnapshotRequest { ChangedBlocks = sent.BlocksPut, ExpectedRoot = sent.Root, Progress = new CallbackProgress<double>(_ => stop.Cancel()) },
                stop.Token));
        }

        Assert.Equal(2, (await lab.KeysAsync()).Count);
        Directory.Delete(Path.Combine(lab.Folder(), "pending"), recursive: true);
        // A workspace that is not theirs leaves them alone.
        await (await lab.OpenAsync(workspace: "two")).DisposeAsync();
        Assert.Equal(2, (await lab.KeysAsync()).Count);

        await (await lab.OpenAsync()).DisposeAsync();

        Assert.Empty(await lab.KeysAsync());
        Assert.Equal("deleted", Assert.Single(await lab.TasksAsync()).SnapshotTaskDetail!.Status);
        Assert.Empty(await lab.Cloud.ResourcesAsync());
    }

    [Fact]
    public async Task A_pending_image_takes_no_blocks_and_cannot_be_completed_before_it_is_there()
    {
        await using ImportLab lab = await ImportLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync();
        SnapshotInfo pending = await StartAsync(store, "job");
        await StoreAssertions.FailsAsync("SnapshotNotPending", () => store.PutBlockAsync(pending.Id, 0, BlockPattern.Full(1), null, Token).AsTask());
        await StoreAssertions.FailsAsync("ChangedBlockCountMismatch", () => store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 0 }, Token));
        await StoreAssertions.FailsAsync("SnapshotNotCompleted", () => store.OpenAsync(pending.Id, Token));
        await store.DeleteAsync(pending.Id, Token);
        await StoreAssertions.FailsAsync(ErrorIds.SnapshotNotFound, () => store.DescribeAsync(pending.Id, Token));
    }

    [Fact]
    public async Task INV_07_completing_again_gives_the_same_snapshot()
    {
        await using ImportLab lab = await ImportLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync();
        SnapshotInfo pending = await StartAsync(store, "job");
        (_, DiskTransferResult sent) = await ImportLab.SendAsync(store, pending, new BlockDisk(Length, Content(1)));
        var complete = new CompleteSnapshotRequest { ChangedBlocks = sent.BlocksPut, ExpectedRoot = sent.Root };
        SnapshotInfo made = await store.CompleteAsync(pending.Id, complete, Token);
        Assert.Equal(made.Id, (await store.CompleteAsync(pending.Id, complete, Token)).Id);
        Assert.Equal(made.Id, (await store.DescribeAsync(pending.Id, Token)).Id);
        Assert.Equal(made.Id, (await StartAsync(store, "job")).Id);
        Assert.Single(await lab.TasksAsync());
    }

    [Fact]
    public async Task INV_08_a_plan_names_the_steps_and_makes_no_bucket()
    {
        await using ImportLab lab = await ImportLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync();
        string[] verbs =
        [
            "Import: write 1 disk(s) as VmdkStreamOptimized straight to s3://images-of-the-test/imports", "Let VM Import (role vmimport)", "Read each snapshot back",
            "Remove the images",
        ];

        IReadOnlyList<string> steps = await store.DescribeAsync(ImportLab.Subject(), Token);

        Assert.All(steps.Zip(verbs), pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
        Assert.Equal(verbs.Length, steps.Count);
        Assert.Empty((await lab.S3.ListBucketsAsync(Token)).Buckets ?? []);
        SnapshotInfo made = await ImportLab.RunAsync(store, "job", new BlockDisk(Length, Content(1)));
        Assert.StartsWith("Put the changed blocks of 1 disk(s)", Assert.Single(await store.DescribeAsync(ImportLab.Subject(baseId: made.Id), Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task INV_10_what_VM_Import_cannot_take_is_refused_before_anything_is_made()
    {
        await using ImportLab lab = await ImportLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync();
        async Task<string> RefusedAsync(TransferSubject subject) => (await Assert.ThrowsAsync<ReplicationException>(() => store.PrepareAsync(subject, Token))).ErrorId;

        Assert.Equal("ImportDiskTooLarge", await RefusedAsync(ImportLab.Subject(length: (16L << 40) + 512)));
        Assert.Equal("ImportFormatNotPossible", await RefusedAsync(ImportLab.Subject(sectorSize: 4096)));
        Assert.Equal("ImportFormatNotPossible", await RefusedAsync(ImportLab.Subject(new TransferSettings { ImageFormat = DiskFormat.Vhdx }, length: 1000)));
        Assert.Equal("IntegritySnapshotMissing", await RefusedAsync(ImportLab.Subject(baseId: "snap-0123456789abcdef0")));
        Assert.Empty((await lab.S3.ListBucketsAsync(Token)).Buckets ?? []);
    }

    [Fact]
    public async Task A_role_that_VM_Import_cannot_take_on_is_refused_with_the_services_words()
    {
        await using ImportLab lab = await ImportLab.StartAsync();
        await using TransferMethodStore store = await lab.OpenAsync(change: options => options with { RoleName = "nobody" });
        var refused = await Assert.ThrowsAnyAsync<ReplicationException>(() => ImportLab.RunAsync(store, "job", new BlockDisk(Length, Content(1))));
        Assert.Contains("The service role nobody", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_buckets_and_prefixes_come_from_the_group_then_from_the_site()
    {
        var options = new ImportOptions { AccountId = ImportLab.Account, Region = CloudLab.Region };
        Assert.Equal($"replication-import-{ImportLab.Account}-{CloudLab.Region}", options.BucketOf(null));
        options = options with { Bucket = "of-the-site", Prefix = "p/" };
        Assert.Equal(("of-the-site", "p"), (options.BucketOf(new TransferSettings()), options.PrefixOf(null)));
        var group = new TransferSettings { ImportBucket = "of-the-group", ImportPrefix = "q" };
        Assert.Equal(("of-the-group", "q"), (options.BucketOf(group), options.PrefixOf(group)));
    }

    private static Task<SnapshotInfo> StartAsync(TransferMethodStore store, string token) => Task.Run(async () =>
    {
        await store.PrepareAsync(ImportLab.Subject(), Token);
        return await store.StartAsync(new StartSnapshotRequest { Length = Length, ClientToken = token, Purpose = ImportLab.Purpose() }, Token);
    });

    /// <summary>Enough for several parts, with holes, and a last block that is cut.</summary>
    private static Dictionary<long, byte[]> Content(int seed)
    {
        Dictionary<long, byte[]> content = Enumerable.Range(0, 30).ToDictionary(index => (long)index, index => BlockPattern.Full(seed * 100 + index));
        content[40] = BlockPattern.Full(seed * 100 + 40);
        content[40].AsSpan(BlockGeometry.BytesInBlock(Length, 40)).Clear();
        return content;
    }

    private static void Note(List<int> sent, object request)
    {
        if (request is not UploadPartRequest part) return;
        lock (sent) sent.Add(part.PartNumber!.Value);
    }

    private static async Task<int[]> PartsThereAsync(ImportLab lab)
    {
        ListMultipartUploadsResponse begun = await lab.S3.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = ImportLab.Bucket }, Token);
        MultipartUpload upload = Assert.Single(begun.MultipartUploads);
        ListPartsResponse arrived = await lab.S3.ListPartsAsync(
            new ListPartsRequest { BucketName = ImportLab.Bucket, Key = upload.Key, UploadId = upload.UploadId }, Token);
        return [.. (arrived.Parts ?? []).Select(part => part.PartNumber!.Value)];
    }

    private static async Task<int> ExpectedPartsAsync(IDiskView source, DiskFormat format)
    {
        var image = new MemoryStream();
        await Replication.Runtime.Tools.DiskImages.WriteAsync(image, format, source, Guid.NewGuid(), Token);
        return (int)((image.Length + ImportLab.PartSize - 1) / ImportLab.PartSize);
    }
}
