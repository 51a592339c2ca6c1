using Replication.Agent.Ec2.Content;
using Replication.Agent.Ec2.Imports;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.Snapshots;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.State;

/// <summary>Everything that one region holds.</summary>
internal sealed class Ec2Region : IAsyncDisposable
{
    public Ec2Region(string name, string directory, ISnapshotStore store, Ec2Options options, TimeProvider time, Action<string> added)
    {
        Zones = new RegionZones(name);
        Store = store;
        Options = options;
        Time = time;
        string documents = Path.Combine(directory, "ec2");
        Instances = new(ResourceKind.Instance, documents, added);
        Volumes = new(ResourceKind.Volume, documents, added);
        SnapshotRecords = new(ResourceKind.Snapshot, documents, added);
        Images = new(ResourceKind.Image, documents, added);
        Interfaces = new(ResourceKind.Interface, documents, added);
        SecurityGroups = new(ResourceKind.SecurityGroup, documents, added);
        Subnets = new(ResourceKind.Subnet, documents, added);
        Vpcs = new(ResourceKind.Vpc, documents, added);
        KeyPairs = new(ResourceKind.KeyPair, documents, added);
        ImportSnapshotTasks = new(ResourceKind.ImportSnapshotTask, documents, added);
        ImportImageTasks = new(ResourceKind.ImportImageTask, documents, added);
        Settings = new AccountSettingsFiles(Path.Combine(documents, "settings"));
        Files = new VolumeFiles(Path.Combine(directory, "volumes"));
        Devices = new DeviceLinks(Path.Combine(directory, "instances"), Files);
        Snapshots = new SnapshotRegister(store, SnapshotRecords);
        Imports = new RunningImports(Background);
    }

    public string Name => Zones.Region;

    public RegionZones Zones { get; }

    public ISnapshotStore Store { get; }

    public Ec2Options Options { get; }

    public TimeProvider Time { get; }

    public ResourceTable<InstanceRecord> Instances { get; }

    public ResourceTable<VolumeRecord> Volumes { get; }

    public ResourceTable<SnapshotRecord> SnapshotRecords { get; }

    public ResourceTable<ImageRecord> Images { get; }

    public ResourceTable<InterfaceRecord> Interfaces { get; }

    public ResourceTable<SecurityGroupRecord> SecurityGroups { get; }

    public ResourceTable<SubnetRecord> Subnets { get; }

    public ResourceTable<VpcRecord> Vpcs { get; }

    public ResourceTable<KeyPairRecord> KeyPairs { get; }

    public ResourceTable<ImportTaskRecord> ImportSnapshotTasks { get; }

    public ResourceTable<ImportTaskRecord> ImportImageTasks { get; }

    public AccountSettingsFiles Settings { get; }

    public VolumeFiles Files { get; }

    public DeviceLinks Devices { get; }

    public SnapshotRegister Snapshots { get; }

    public RunningImports Imports { get; }

    public RegionGate Gate { get; } = new();

    public BackgroundWork Background { get; } = new();

    public IReadOnlyDictionary<ResourceKind, IResourceTable> Tables => new Dictionary<ResourceKind, IResourceTable>
    {
        [ResourceKind.Instance] = Instances,
        [ResourceKind.Volume] = Volumes,
        [ResourceKind.Snapshot] = SnapshotRecords,
        [ResourceKind.Image] = Images,
        [ResourceKind.Interface] = Interfaces,
        [ResourceKind.SecurityGroup] = SecurityGroups,
        [ResourceKind.Subnet] = Subnets,
        [ResourceKind.Vpc] = Vpcs,
        [ResourceKind.KeyPair] = KeyPairs,
        [ResourceKind.ImportSnapshotTask] = ImportSnapshotTasks,
        [ResourceKind.ImportImageTask] = ImportImageTasks,
    };

    /// <summary>Attached or on the way; a volume whose detaching is over has nothing to do with the instance any more.</summary>
    public IEnumerable<VolumeRecord> VolumesOf(string instanceId) => Volumes.All
        .Where(volume => volume.AttachmentAt(Time.GetUtcNow())?.InstanceId == instanceId)
        .OrderBy(volume => volume.Attachment!.Device, StringComparer.Ordinal);

    public IEnumerable<InterfaceRecord> InterfacesOf(string instanceId) =>
        Interfaces.All.Where(item => item.Attachment?.InstanceId == instanceId).OrderBy(item => item.Attachment!.DeviceIndex);

    public Lifecycle Passing(string state, string next, TimeSpan delay) => new(state, next, Time.GetUtcNow() + delay);

    public async ValueTask DisposeAsync()
    {
        await Background.DisposeAsync();
        Gate.Dispose();
    }
}
