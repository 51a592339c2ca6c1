using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Agent.Ec2;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Hosting;
using Replication.Aws.Sites;
using Replication.Aws.Tests.Support;
using Replication.Conformance;
using Replication.Core.Disks;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Disks.Guests;
using Replication.Runtime;
using Replication.Store;

namespace Replication.Aws.Tests.Sites;

/// <summary>The project's own EC2, EBS, S3 and STS on a port of the system's choice, and sites in it. Volumes hold real bytes.</summary>
internal sealed class CloudLab : IAsyncDisposable
{
    public const string Region = "eu-central-1";
    public const int BlockSize = BlockGeometry.BlockSize;
    public const long GiB = 1L << 30;

    private const string KeyId = "AKIDEXAMPLE";
    private const string Secret = "secret-of-the-test";

    private readonly TemporaryDirectory _folder;
    private readonly FileSnapshotStore _store;
    private readonly StoreServer _server;
    private readonly List<IAsyncDisposable> _sites = [];

    private CloudLab(TemporaryDirectory folder, FileSnapshotStore store, StoreServer server)
    {
        _folder = folder;
        _store = store;
        _server = server;
        Services = new AwsServices(
            AwsSiteSettings.Parse(Define()), () => Path.Combine(Workspace, "lab"), Tools.DiskImages, new HiveCompletion(), Credentials, TimeProvider.System, NullLogger.Instance);
    }

    public static AWSCredentials Credentials { get; } = new BasicAWSCredentials(KeyId, Secret);

    /// <summary>Of the tests' own, beside the site's.</summary>
    public AwsServices Services { get; }

    public IAmazonEC2 Ec2 => Services.Ec2;

    public string Workspace => Path.Combine(_folder.Path, "workspace");

    /// <param name="options">How long things take in its EC2.</param>
    /// <param name="requests">Sees every request.</param>
    public static async Task<CloudLab> StartAsync(Ec2Options? options = null, IFaultInjector? requests = null)
    {
        var folder = new TemporaryDirectory();
        FileSnapshotStore store = await FileSnapshotStore.OpenAsync(Path.Combine(folder.Path, Region, "store"), new StoreOptions { Create = true });
        StoreServer server = await CloudServer.StartAsync(
            folder.Path,
            new ServerOptions
            {
                Regions = new RegionRegistry(new ServerRegion(Region, store)),
                AccessKeys = new AccessKeySet(new AccessKey(KeyId, Secret)),
                Endpoints = [],
                Faults = requests,
            },
            options);
        return new CloudLab(folder, store, server);
    }

    public SiteDefinition Define(params (string Name, string Value)[] settings) => new()
    {
        Id = "aws-1",
        Name = "aws",
        SiteKind = SiteKind.Aws,
        Settings = new Dictionary<string, string>([
            new("region", Region), new("serviceUrl", _server.Server.Addresses[0].AbsoluteUri), .. settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))]),
    };

    public AwsSite OpenSite(params (string Name, string Value)[] settings) => OpenSite(null, settings);

    /// <summary>A site whose calls to EC2 may go wrong.</summary>
    public AwsSite OpenSite(Func<IAmazonEC2, IAmazonEC2>? around, params (string Name, string Value)[] settings) => OpenSite(Define(settings), around);

    public AwsSite OpenSite(SiteDefinition definition, Func<IAmazonEC2, IAmazonEC2>? around = null)
    {
        AwsSiteSettings parsed = AwsSiteSettings.Parse(definition);
        var time = new HastyTime();
        var services = new AwsServices(parsed, () => Path.Combine(Workspace, "site"), Tools.DiskImages, new HiveCompletion(), Credentials, time, NullLogger.Instance);
        var site = new AwsSite(definition, parsed, around is null ? services : new WrappedServices(services, around(services.Ec2)), time, NullLogger.Instance);
        _sites.Add(site);
        return site;
    }

    /// <summary>Folder with the devices of each instance.</summary>
    public string Devices => Path.Combine(_folder.Path, Region, "instances");

    /// <summary>File of the bytes of a volume.</summary>
    public string VolumeFile(string volumeId) => Path.Combine(_folder.Path, Region, "volumes", volumeId);

    /// <summary>File of the bytes of an instance's device.</summary>
    public string DeviceFile(string instanceId, string device) => Path.Combine(_folder.Path, Region, "instances", instanceId, "dev", device["/dev/".Length..]);

    /// <summary>What a guest writes to its serial port.</summary>
    public void WriteConsole(string instanceId, string text) => File.AppendAllText(Path.Combine(Devices, instanceId, "console"), text);

    /// <summary>Overwrites a block of a disk past the site, as a guest does.</summary>
    public void WriteBlock(Machine machine, int disk, long block, int seed)
    {
        using FileStream file = File.OpenWrite(FileOf(machine, disk));
        file.Position = block * BlockSize;
        file.Write(BlockPattern.Full(seed));
    }

    /// <summary>Hash of a disk's bytes, read past the site.</summary>
    public Task<string> HashOfAsync(Machine machine, int disk) => SparseHash.OfFileAsync(FileOf(machine, disk), machine.Disks[disk].Length, CancellationToken.None);

    /// <summary>A snapshot of the store with pattern blocks at the given places.</summary>
    public async Task<string> SnapshotAsync(long length, params (long Block, int Seed)[] blocks)
    {
        ISnapshotStore store = await Services.OpenStoreAsync();
        Replication.Core.Snapshots.SnapshotInfo snapshot = await store.StartAsync(new StartSnapshotRequest { Length = length });
        foreach ((long block, int seed) in blocks) await store.PutBlockAsync(snapshot.Id, block, Cut(BlockPattern.Full(seed), length, block));
        await store.CompleteAsync(snapshot.Id, new CompleteSnapshotRequest { ChangedBlocks = blocks.Length });
        return snapshot.Id;
    }

    /// <summary>Hash of a disk with pattern blocks at the given places.</summary>
    public static string HashOf(long length, params (long Block, int Seed)[] blocks) =>
        SparseHash.Of(length, blocks.OrderBy(item => item.Block).Select(item => (item.Block, BlockPattern.Full(item.Seed))));

    /// <summary>Content of the store's own snapshot.</summary>
    public async Task<DiskContent> ContentAsync(ISite site, string snapshotId)
    {
        ISnapshotStore store = await site.OpenStoreAsync();
        return new DiskContent(new SnapshotDiskView(await store.OpenAsync(snapshotId), 512), store.Id, snapshotId);
    }

    /// <summary>An instance that the product did not make, with one volume per snapshot.</summary>
    public async Task<string> InstanceAsync(string name, params string[] snapshots)
    {
        RegisterImageResponse image = await Ec2.RegisterImageAsync(new RegisterImageRequest
        {
            Name = "of " + name,
            Architecture = ArchitectureValues.X86_64,
            VirtualizationType = "hvm",
            EnaSupport = true,
            BootMode = BootModeValues.Uefi,
            RootDeviceName = "/dev/xvda",
            BlockDeviceMappings = [.. snapshots.Select((snapshot, index) => new BlockDeviceMapping
            {
                DeviceName = index == 0 ? "/dev/xvda" : $"/dev/sd{(char)('e' + index)}",
                Ebs = new EbsBlockDevice { SnapshotId = snapshot, VolumeType = VolumeType.Gp3 },
            })],
        });
        RunInstancesResponse run = await Ec2.RunInstancesAsync(new RunInstancesRequest
        {
            ImageId = image.ImageId,
            InstanceType = InstanceType.FindValue("m5.large"),
            MinCount = 1,
            MaxCount = 1,
            TagSpecifications = [new Dictionary<string, string> { ["Name"] = name }.For(ResourceType.Instance)],
        });
        await Ec2.DeregisterImageAsync(new DeregisterImageRequest { ImageId = image.ImageId });
        return run.Reservation!.Instances![0].InstanceId!;
    }

    /// <summary>Ids of everything that lives in the account and costs money, in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> ResourcesAsync()
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (Reservation reservation in Ec2.Paginators.DescribeInstances(new DescribeInstancesRequest()).Reservations)
            ids.UnionWith(reservation.Instances!.Where(instance => instance.State!.Name != InstanceStateName.Terminated).Select(instance => instance.InstanceId!));
        await foreach (Volume volume in Ec2.Paginators.DescribeVolumes(new DescribeVolumesRequest()).Volumes) ids.Add(volume.VolumeId!);
        await foreach (Image image in Ec2.Paginators.DescribeImages(new DescribeImagesRequest { Owners = ["self"] }).Images) ids.Add(image.ImageId!);
        await foreach (Snapshot snapshot in Ec2.Paginators.DescribeSnapshots(new DescribeSnapshotsRequest { OwnerIds = ["self"] }).Snapshots) ids.Add(snapshot.SnapshotId!);
        return [.. ids];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable site in _sites) await site.DisposeAsync();
        await Services.DisposeAsync();
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private string FileOf(Machine machine, int disk) => VolumeFile(machine.Disks[disk].Path);

    private static byte[] Cut(byte[] block, long length, long index)
    {
        block.AsSpan(BlockGeometry.BytesInBlock(length, index)).Clear();
        return block;
    }
}
