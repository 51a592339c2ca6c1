using Amazon.EBS;
using Amazon.EC2;
using Amazon.EC2.Model;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Agent.Server.Faults;
using Replication.Aws.Ec2;
using Replication.Aws.HotAdd;
using Replication.Aws.Methods;
using Replication.Aws.Sessions;
using Replication.Aws.Snapshots;
using Replication.Aws.Tests.Sites;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Slots;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>A cloud with an access node in it whose devices are files, and stores that attach volumes to it.</summary>
internal sealed class HotAddLab : IAsyncDisposable
{
    private readonly AwsSession _session;
    private readonly AmazonEBSClient _ebs;
    private readonly List<EbsSnapshotStore> _dead = [];

    private HotAddLab(CloudLab cloud, string node)
    {
        Cloud = cloud;
        Node = node;
        _session = AwsSession.Open(AwsSessionSettings.Parse("aws", cloud.Define().Settings), CloudLab.Credentials);
        _ebs = _session.CreateEbsClient();
    }

    public CloudLab Cloud { get; }

    /// <summary>Id of the access node, an m5.large with its root volume.</summary>
    public string Node { get; }

    /// <param name="requests">Sees every request to the cloud.</param>
    public static async Task<HotAddLab> StartAsync(IFaultInjector? requests = null)
    {
        CloudLab cloud = await CloudLab.StartAsync(requests: requests);
        string root = await cloud.SnapshotAsync(CloudLab.GiB, (0, 1));
        string node = await cloud.InstanceAsync("node", root);
        await cloud.Ec2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = root });
        return new HotAddLab(cloud, node);
    }

    /// <param name="workspace">Folder of its state.</param>
    /// <param name="around">What goes wrong with its calls to EC2.</param>
    /// <param name="injector">Puts drivers into guests.</param>
    /// <param name="change">Changes the options.</param>
    public async Task<TransferMethodStore> OpenAsync(
        string workspace = "one", Func<IAmazonEC2, IAmazonEC2>? around = null, IDriverInjector? injector = null, Func<HotAddOptions, HotAddOptions>? change = null)
    {
        IAmazonEC2 ec2 = around is null ? Cloud.Ec2 : around(Cloud.Ec2);
        var time = new HastyTime();
        var options = new EbsStoreOptions { AccountId = "123456789012", Region = CloudLab.Region, StateFolder = Path.Combine(Cloud.Workspace, workspace) };
        EbsSnapshotStore direct = await EbsSnapshotStore.OpenAsync(options, _ebs, new Ec2SnapshotOperations(ec2), time);
        var hotAdd = new HotAddOptions { AccessNodeId = Node, DeviceFolder = Cloud.Devices, VolumeType = "gp3" };
        try
        {
            var parts = new HotAddParts(change?.Invoke(hotAdd) ?? hotAdd, direct, ec2, new VolumeSlotLedger(), time, NullLogger.Instance);
            return await TransferMethodStore.OpenAsync(direct, TransferMethod.HotAdd, [new HotAddMethod(parts, injector ?? new RecordingInjector())], CancellationToken.None);
        }
        catch (CrashException)
        {
            _dead.Add(direct);
            throw;
        }
    }

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

    /// <summary>Devices on the node with their volumes.</summary>
    public async Task<IReadOnlyList<string>> AttachedAsync()
    {
        DescribeVolumesResponse answer = await Cloud.Ec2.DescribeVolumesAsync(
            new DescribeVolumesRequest { Filters = [new Filter { Name = "attachment.instance-id", Values = [Node] }] });
        return [.. (answer.Volumes ?? []).Select(volume => $"{volume.Attachments![0].Device} {volume.VolumeId}").Order(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<Volume>> VolumesAsync() => [.. ((await Cloud.Ec2.DescribeVolumesAsync(new DescribeVolumesRequest())).Volumes ?? [])];

    public async ValueTask DisposeAsync()
    {
        foreach (EbsSnapshotStore store in _dead) await store.DisposeAsync();
        _ebs.Dispose();
        _session.Dispose();
        await Cloud.DisposeAsync();
    }
}
