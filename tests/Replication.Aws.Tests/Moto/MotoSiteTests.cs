using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Aws.Sites;
using Replication.Aws.Tests.Support;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Disks.Guests;
using Replication.Runtime;

namespace Replication.Aws.Tests.Moto;

/// <summary>
/// The site against an EC2 that others wrote: machines, power and the refusal to terminate. Captures and launches are not judged there, because it
/// keeps no data in snapshots and ignores the mappings of images.
/// </summary>
[Collection(MotoCollection.Name)]
public sealed class MotoSiteTests(MotoServer moto) : IDisposable
{
    private readonly AmazonEC2Client _ec2 = moto.Ec2();
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _ec2.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_instance_is_listed_with_its_disks_and_interfaces_stopped_and_started()
    {
        string name = "site-" + Guid.NewGuid();
        string id = await LaunchAsync(name);
        await using AwsSite site = Open();

        Machine machine = Assert.Single(await site.ListMachinesAsync(Token).ToListAsync(Token), machine => machine.Name == name);

        Assert.Equal((id, "m5.large", 2, 8L << 30), (machine.Id, machine.InstanceType, machine.ProcessorCount, machine.MemoryBytes));
        Assert.Contains(machine.Disks, disk => disk is { Id: "/dev/sdf", Length: 3L << 30, Boot: false });
        Assert.Single(machine.Nics);
        await site.StopMachineAsync(id, Token);
        Assert.Equal(PowerState.Off, (await site.FindMachineAsync(id, Token))!.PowerState);
        await site.StartMachineAsync(id, Token);
        Assert.Equal(PowerState.Running, (await site.FindMachineAsync(id, Token))!.PowerState);
        Assert.Equal("MachineNotOurs", (await Assert.ThrowsAsync<ReplicationException>(() => site.DeleteMachineAsync(id, Token))).ErrorId);
        Assert.Null(await site.FindMachineAsync("i-0123456789abcdef0", Token));
    }

    [Fact]
    public async Task A_machine_with_the_sites_tag_is_found_by_its_id_and_deleted_with_its_volumes()
    {
        string machineId = Guid.NewGuid().ToString();
        string instance = await LaunchAsync("replica", (AwsTags.Machine, machineId), (AwsTags.Content, "x"));
        await using AwsSite site = Open();

        Machine machine = (await site.FindMachineAsync(machineId, Token))!;
        Assert.Equal((machineId, instance), (machine.Id, machine.PlatformId));
        await site.DeleteMachineAsync(machineId, Token);
        await site.DeleteMachineAsync(machineId, Token);

        Assert.Null(await site.FindMachineAsync(machineId, Token));
        Assert.Empty((await _ec2.DescribeVolumesAsync(new DescribeVolumesRequest { Filters = [TagLists.TagFilter(AwsTags.Machine, machineId)] }, Token)).Volumes ?? []);
    }

    private AwsSite Open() => AwsSite.Open(
        new SiteDefinition
        {
            Id = "moto",
            Name = "moto",
            SiteKind = SiteKind.Aws,
            Settings = new Dictionary<string, string> { ["region"] = MotoServer.Region, ["serviceUrl"] = moto.Url },
        },
        () => _folder.Path, Tools.DiskImages, new HiveCompletion(), TimeProvider.System, NullLogger.Instance, new BasicAWSCredentials("moto", "moto"));

    private async Task<string> LaunchAsync(string name, params (string Key, string Value)[] tags)
    {
        Dictionary<string, string> all = tags.ToDictionary(tag => tag.Key, tag => tag.Value);
        all[AwsTags.Name] = name;
        RunInstancesResponse run = await _ec2.RunInstancesAsync(
            new RunInstancesRequest
            {
                ImageId = (await _ec2.DescribeImagesAsync(new DescribeImagesRequest { Owners = ["amazon"] }, Token)).Images![0].ImageId,
                InstanceType = InstanceType.FindValue("m5.large"),
                MinCount = 1,
                MaxCount = 1,
                BlockDeviceMappings = [new BlockDeviceMapping { DeviceName = "/dev/sdf", Ebs = new EbsBlockDevice { VolumeSize = 3, DeleteOnTermination = false } }],
                TagSpecifications = [all.For(ResourceType.Instance), all.For(ResourceType.Volume)],
            },
            Token);
        return run.Reservation!.Instances![0].InstanceId!;
    }
}
