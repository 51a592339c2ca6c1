using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Replication.Aws.Ec2;
using Replication.Aws.Ec2.Waiting;
using Replication.Conformance;
using Replication.Ec2Facade.Tests.Support;

namespace Replication.Ec2Facade.Tests;

/// <summary>The project's own EC2 client takes the façade through a failover, a swap of volumes and the clean-up.</summary>
public class ClientDrillTests
{
    private static readonly WaitOptions Patience = new() { Timeout = TimeSpan.FromMinutes(2) };

    [Fact]
    public async Task The_client_launches_swaps_copies_and_leaves_nothing()
    {
        await using Facade facade = await Facade.StartAsync();
        using AmazonEC2Client ec2 = Client(facade, Facade.Home);
        using AmazonEC2Client away = Client(facade, Facade.Away);
        var waiters = new Ec2Waiters(ec2, new ResourceWaiter(TimeProvider.System));
        string zone = (await ec2.DescribeAvailabilityZonesAsync()).AvailabilityZones![0].ZoneName!;

        string seed = (await ec2.CreateVolumeAsync(new CreateVolumeRequest { AvailabilityZone = zone, Size = 1 })).Volume!.VolumeId!;
        await waiters.VolumesAvailableAsync([seed], Patience);
        string root = (await ec2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = seed, Description = "seed & more" })).Snapshot!.SnapshotId!;
        Assert.Equal("seed & more", (await waiters.SnapshotsCompletedAsync([root], Patience))[root].Description);
        await ec2.DeleteVolumeAsync(new DeleteVolumeRequest { VolumeId = seed });
        await waiters.VolumesDeletedAsync([seed], Patience);
        string image = (await ec2.RegisterImageAsync(new RegisterImageRequest
        {
            Name = "drill",
            Architecture = ArchitectureValues.X86_64,
            VirtualizationType = "hvm",
            RootDeviceName = "/dev/sda1",
            BootMode = BootModeValues.Uefi,
            EnaSupport = true,
            BlockDeviceMappings = [new BlockDeviceMapping { DeviceName = "/dev/sda1", Ebs = new EbsBlockDevice { SnapshotId = root, DeleteOnTermination = true } }],
        })).ImageId!;
        Image registered = await waiters.ImageAvailableAsync(image, Patience);
        Assert.Equal((BootModeValues.Uefi, true, root), (registered.BootMode, registered.EnaSupport, Assert.Single(registered.BlockDeviceMappings!).Ebs!.SnapshotId));

        Subnet subnet = Assert.Single((await ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { Filters = [new Filter { Name = "availability-zone", Values = [zone] }] })).Subnets!);
        string group = (await ec2.CreateSecurityGroupAsync(new CreateSecurityGroupRequest { GroupName = "drill", Description = "d", VpcId = subnet.VpcId })).GroupId!;
        var run = new RunInstancesRequest
        {
            ImageId = image,
            InstanceType = InstanceType.M5Large,
            MinCount = 1,
            MaxCount = 1,
            ClientToken = "once",
            NetworkInterfaces = [new InstanceNetworkInterfaceSpecification { DeviceIndex = 0, SubnetId = subnet.SubnetId, Groups = [group], PrivateIpAddress = "172.31.0.77" }],
            BlockDeviceMappings = [new BlockDeviceMapping { DeviceName = "/dev/sdf", Ebs = new EbsBlockDevice { SnapshotId = root, VolumeSize = 2, DeleteOnTermination = true } }],
            TagSpecifications = [new TagSpecification { ResourceType = ResourceType.Instance, Tags = [new Tag { Key = "Name", Value = "web - Test" }] }],
        };
        string id = Assert.Single((await ec2.RunInstancesAsync(run)).Reservation!.Instances!).InstanceId!;
        Assert.Equal(id, Assert.Single((await ec2.RunInstancesAsync(run)).Reservation!.Instances!).InstanceId);
        Instance running = (await waiters.InstancesRunningAsync([id], Patience))[id];
        Assert.Equal(("172.31.0.77", "web - Test", InstanceType.M5Large), (running.PrivateIpAddress, Assert.Single(running.Tags!).Value, running.InstanceType));

        List<SnapshotInfo> instant = (await ec2.CreateSnapshotsAsync(new CreateSnapshotsRequest
        {
            InstanceSpecification = new InstanceSpecification { InstanceId = id },
            TagSpecifications = [new TagSpecification { ResourceType = ResourceType.Snapshot, Tags = [new Tag { Key = "point", Value = "a*b?" }] }],
        })).Snapshots!;
        Assert.Equal(2, instant.Count);
        await waiters.SnapshotsCompletedAsync([.. instant.Select(snapshot => snapshot.SnapshotId!)], Patience);
        await ec2.StopInstancesAsync(new StopInstancesRequest { InstanceIds = [id] });
        await waiters.InstancesStoppedAsync([id], Patience);
        string old = running.BlockDeviceMappings!.Single(mapping => mapping.DeviceName == "/dev/sdf").Ebs!.VolumeId!;
        await ec2.DetachVolumeAsync(new DetachVolumeRequest { VolumeId = old });
        await waiters.VolumesAvailableAsync([old], Patience);
        await ec2.DeleteVolumeAsync(new DeleteVolumeRequest { VolumeId = old });
        string fresh = (await ec2.CreateVolumeAsync(
            new CreateVolumeRequest { AvailabilityZone = zone, SnapshotId = instant.Single(snapshot => snapshot.VolumeId == old).SnapshotId })).Volume!.VolumeId!;
        await waiters.VolumesAvailableAsync([fresh], Patience);
        await ec2.AttachVolumeAsync(new AttachVolumeRequest { VolumeId = fresh, InstanceId = id, Device = "/dev/sdf" });
        await waiters.VolumesInUseAsync([fresh], Patience);
        await ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest { InstanceId = id, InstanceType = "m5.xlarge" });
        await ec2.StartInstancesAsync(new StartInstancesRequest { InstanceIds = [id] });
        Assert.Equal("m5.xlarge", (await waiters.InstancesRunningAsync([id], Patience))[id].InstanceType!.Value);

        string copy = (await away.CopySnapshotAsync(new CopySnapshotRequest { SourceRegion = Facade.Home, SourceSnapshotId = root })).SnapshotId!;
        await new Ec2Waiters(away, new ResourceWaiter(TimeProvider.System)).SnapshotsCompletedAsync([copy], Patience);
        var operations = new Ec2SnapshotOperations(ec2);
        Assert.Null(await operations.FindAsync(copy));
        Assert.Null(await operations.FindAsync("nonsense"));
        List<Replication.Aws.Snapshots.Ec2.Ec2Snapshot> listed = await operations.ListAsync("point", "a*b?").ToListAsync();
        Assert.Equal(instant.Select(snapshot => snapshot.SnapshotId).Order(), listed.Select(snapshot => snapshot.Id).Order());
        Assert.Equal("InvalidSnapshot.InUse", (await Assert.ThrowsAsync<AmazonEC2Exception>(() => operations.DeleteAsync(root))).ErrorCode);

        await ec2.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [id] });
        await waiters.InstancesTerminatedAsync([id], Patience);
        await ec2.DeleteVolumeAsync(new DeleteVolumeRequest { VolumeId = fresh });
        await ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = group });
        await ec2.DeregisterImageAsync(new DeregisterImageRequest { ImageId = image });
        foreach (string snapshot in (string[])[root, .. listed.Select(snapshot => snapshot.Id)]) await operations.DeleteAsync(snapshot);
        Assert.Null((await ec2.DescribeSnapshotsAsync(new DescribeSnapshotsRequest { OwnerIds = ["self"] })).Snapshots);
        Assert.Null((await ec2.DescribeVolumesAsync()).Volumes);
        Assert.Null((await ec2.DescribeNetworkInterfacesAsync()).NetworkInterfaces);
    }

    private static AmazonEC2Client Client(Facade facade, string region) => new(
        new BasicAWSCredentials(Facade.KeyId, Facade.Secret), new AmazonEC2Config { ServiceURL = facade.Address.ToString(), AuthenticationRegion = region });
}
