using Amazon.EBS;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.S3;
using Amazon.S3.Model;
using Replication.Agent.Ec2;
using Replication.Agent.Server.Faults;
using Replication.Aws.Ec2;
using Replication.Aws.Imports;
using Replication.Aws.Methods;
using Replication.Aws.Sessions;
using Replication.Aws.Snapshots;
using Replication.Aws.Tests.Sites;
using Replication.Core.Disks;
using Replication.Core.Machines;
using Replication.Core.Rules.Methods;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using Replication.Runtime;
using SnapshotInfo = Replication.Core.Snapshots.SnapshotInfo;
using SnapshotState = Replication.Core.Snapshots.SnapshotState;

namespace Replication.Aws.Tests.Imports;

/// <summary>A cloud, and stores that import into it.</summary>
internal sealed class ImportLab : IAsyncDisposable
{
    public const string Account = "123456789012";
    public const string Bucket = "images-of-the-test";

    /// <summary>The least that S3 takes, so that small disks have several.</summary>
    public const int PartSize = 5 << 20;

    private readonly AwsSession _session;
    private readonly AmazonEBSClient _ebs;
    private readonly List<EbsSnapshotStore> _dead = [];

    private ImportLab(CloudLab cloud)
    {
        Cloud = cloud;
        _session = AwsSession.Open(AwsSessionSettings.Parse("aws", cloud.Define().Settings), CloudLab.Credentials);
        _ebs = _session.CreateEbsClient();
        AmazonS3Config config = _session.Configure(new AmazonS3Config(), "s3");
        config.ForcePathStyle = true;
        S3 = new AmazonS3Client(_session.Credentials, config);
    }

    public CloudLab Cloud { get; }

    public AmazonS3Client S3 { get; }

    public static async Task<ImportLab> StartAsync(Ec2Options? options = null, IFaultInjector? requests = null) => new(await CloudLab.StartAsync(options, requests));

    /// <param name="ec2">What goes wrong with its calls to EC2.</param>
    /// <param name="s3">And to S3.</param>
    /// <param name="change">Changes the options.</param>
    /// <param name="workspace">Folder of its state.</param>
    public async Task<TransferMethodStore> OpenAsync(
        Func<IAmazonEC2, IAmazonEC2>? ec2 = null, Func<IAmazonS3, IAmazonS3>? s3 = null, Func<ImportOptions, ImportOptions>? change = null, string workspace = "one")
    {
        IAmazonEC2 instances = ec2 is null ? Cloud.Ec2 : ec2(Cloud.Ec2);
        IAmazonS3 objects = s3 is null ? S3 : s3(S3);
        var time = new HastyTime();
        var options = new EbsStoreOptions { AccountId = Account, Region = CloudLab.Region, StateFolder = Folder(workspace) };
        EbsSnapshotStore direct = await EbsSnapshotStore.OpenAsync(options, _ebs, new Ec2SnapshotOperations(instances), time);
        var import = new ImportOptions { AccountId = Account, Region = CloudLab.Region, Bucket = Bucket, PartSize = PartSize };
        try
        {
            var parts = new ImportParts(change?.Invoke(import) ?? import, direct, instances, () => objects, Tools.DiskImages, time);
            return await TransferMethodStore.OpenAsync(direct, TransferMethod.Import, [new ImportMethod(parts)], CancellationToken.None);
        }
        catch
        {
            _dead.Add(direct);
            throw;
        }
    }

    public string Folder(string workspace = "one") => Path.Combine(Cloud.Workspace, workspace);

    /// <summary>What a killed process does not do: its files are closed all the same, so that the next one can be opened.</summary>
    public static async Task BuryAsync(TransferMethodStore store)
    {
        try
        {
            await store.DisposeAsync();
        }
        catch (CrashException)
        {
        }
    }

    public static DiskPurpose Purpose(TransferSettings? settings = null) => new("vm", settings ?? new TransferSettings(), Boot: true, null, KeepsMachine: false);

    public static TransferSubject Subject(TransferSettings? settings = null, string? baseId = null, long length = 1 << 20, int sectorSize = 512) => new(
        "vm",
        new Machine
        {
            Id = "vm",
            Name = "vm",
            Disks = [new MachineDisk { Id = "disk0", Position = 0, Path = "disk0", Length = length, LogicalSectorSize = sectorSize }],
        },
        new Dictionary<string, string?> { ["disk0"] = baseId }, settings ?? new TransferSettings(), KeepsMachine: false);

    /// <summary>What the engine does for a disk: as a continued job does, with what is pending.</summary>
    public static async Task<SnapshotInfo> RunAsync(TransferMethodStore store, string token, IDiskView source, TransferSettings? settings = null, string? parent = null)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await store.PrepareAsync(Subject(settings, parent), stop);
        SnapshotInfo pending = await store.StartAsync(
            new StartSnapshotRequest
            {
                Length = source.Length,
                ParentId = parent,
                ClientToken = token,
                Purpose = Purpose(settings),
                Tags = new Dictionary<string, string> { ["job"] = token },
            },
            stop);
        if (pending.State == SnapshotState.Completed) return pending;
        (_, DiskTransferResult sent) = await SendAsync(store, pending, source);
        return await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = sent.BlocksPut, ExpectedRoot = sent.Root }, stop);
    }

    public static async Task<(SnapshotInfo Pending, DiskTransferResult Sent)> SendAsync(TransferMethodStore store, SnapshotInfo pending, IDiskView source)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using ISnapshotReader? parent = pending.ParentId is null ? null : await store.OpenAsync(pending.ParentId, stop);
        var request = new DiskTransferRequest { DiskId = "disk0", Source = source, Store = store, SnapshotId = pending.Id, Parent = parent };
        return (pending, await DiskTransfer.RunAsync(request, null, stop));
    }

    /// <summary>Keys of objects and of begun uploads in the bucket.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync()
    {
        ListObjectsV2Response objects = await S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket });
        ListMultipartUploadsResponse uploads = await S3.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Bucket });
        return [.. (objects.S3Objects ?? []).Select(item => item.Key), .. (uploads.MultipartUploads ?? []).Select(upload => upload.Key)];
    }

    public async Task<IReadOnlyList<ImportSnapshotTask>> TasksAsync() =>
        (await Cloud.Ec2.DescribeImportSnapshotTasksAsync(new DescribeImportSnapshotTasksRequest())).ImportSnapshotTasks ?? [];

    public async ValueTask DisposeAsync()
    {
        foreach (EbsSnapshotStore store in _dead) await store.DisposeAsync();
        _ebs.Dispose();
        S3.Dispose();
        _session.Dispose();
        await Cloud.DisposeAsync();
    }
}
