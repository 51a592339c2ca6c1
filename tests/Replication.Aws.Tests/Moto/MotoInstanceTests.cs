using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Replication.Aws.Ec2;
using Replication.Aws.Ec2.Waiting;
using AssumeRoleRequest = Amazon.SecurityToken.Model.AssumeRoleRequest;
using AssumeRoleResponse = Amazon.SecurityToken.Model.AssumeRoleResponse;

namespace Replication.Aws.Tests.Moto;

/// <summary>The client against an EC2 that others wrote, for what that one does right.</summary>
[Collection(MotoCollection.Name)]
public sealed class MotoInstanceTests(MotoServer moto) : IDisposable
{
    private readonly AmazonEC2Client _ec2 = moto.Ec2();

    private Ec2Waiters Waiters => new(_ec2, new ResourceWaiter(TimeProvider.System));

    public void Dispose() => _ec2.Dispose();

    [Fact]
    public async Task An_instance_is_made_from_a_snapshot_at_a_fixed_address_and_goes_through_its_life()
    {
        Subnet subnet = (await _ec2.DescribeSubnetsAsync()).Subnets![0];
        string group = (await _ec2.CreateSecurityGroupAsync(
            new CreateSecurityGroupRequest { GroupName = Guid.NewGuid().ToString(), Description = "isolated", VpcId = subnet.VpcId })).GroupId!;
        await _ec2.AuthorizeSecurityGroupIngressAsync(new AuthorizeSecurityGroupIngressRequest
        {
            GroupId = group,
            IpPermissions = [new IpPermission { IpProtocol = "tcp", FromPort = 22, ToPort = 22, Ipv4Ranges = [new IpRange { CidrIp = "10.0.0.0/8", Description = "admins" }] }],
        });
        SecurityGroup described = Assert.Single((await _ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { GroupIds = [group] })).SecurityGroups!);
        IpPermission permission = Assert.Single(described.IpPermissions!);
        Assert.Equal(("tcp", 22, "10.0.0.0/8"), (permission.IpProtocol, permission.FromPort, Assert.Single(permission.Ipv4Ranges!).CidrIp));

        string snapshot = await SnapshotAsync(subnet.AvailabilityZone!);
        string name = "web-" + Guid.NewGuid();
        string address = Address(subnet, 77);
        Instance made = Assert.Single((await _ec2.RunInstancesAsync(new RunInstancesRequest
        {
            ImageId = (await _ec2.DescribeImagesAsync(new DescribeImagesRequest { Owners = ["amazon"] })).Images![0].ImageId,
            InstanceType = InstanceType.M5Large,
            MinCount = 1,
            MaxCount = 1,
            NetworkInterfaces = [new InstanceNetworkInterfaceSpecification { DeviceIndex = 0, SubnetId = subnet.SubnetId, PrivateIpAddress = address, Groups = [group] }],
            BlockDeviceMappings = [new BlockDeviceMapping { DeviceName = "/dev/sdf", Ebs = new EbsBlockDevice { SnapshotId = snapshot, VolumeType = VolumeType.Gp3, DeleteOnTermination = false } }],
            TagSpecifications = [new TagSpecification { ResourceType = ResourceType.Instance, Tags = [new Tag { Key = "Name", Value = name }] }],
        })).Reservation!.Instances!);

        Instance running = (await Waiters.InstancesRunningAsync([made.InstanceId!]))[made.InstanceId!];
        Assert.Equal((address, InstanceType.M5Large, subnet.SubnetId), (running.PrivateIpAddress, running.InstanceType, running.SubnetId));
        Assert.Equal(group, Assert.Single(Assert.Single(running.NetworkInterfaces!).Groups!).GroupId);
        string volumeId = Assert.Single(running.BlockDeviceMappings!, mapping => mapping.DeviceName == "/dev/sdf").Ebs!.VolumeId!;
        Assert.Equal(snapshot, Assert.Single((await _ec2.DescribeVolumesAsync(new DescribeVolumesRequest { VolumeIds = [volumeId] })).Volumes!).SnapshotId);

        var byName = new DescribeInstancesRequest { Filters = [new Filter { Name = "tag:Name", Values = [name] }, new Filter { Name = "instance-state-name", Values = ["running"] }] };
        Assert.Equal(made.InstanceId, Assert.Single(Assert.Single((await _ec2.DescribeInstancesAsync(byName)).Reservations!).Instances!).InstanceId);

        await _ec2.StopInstancesAsync(new StopInstancesRequest { InstanceIds = [made.InstanceId!] });
        await Waiters.InstancesStoppedAsync([made.InstanceId!]);
        await _ec2.DetachVolumeAsync(new DetachVolumeRequest { VolumeId = volumeId, InstanceId = made.InstanceId });
        await Waiters.VolumesAvailableAsync([volumeId]);
        AttachVolumeResponse attached = await _ec2.AttachVolumeAsync(new AttachVolumeRequest { VolumeId = volumeId, InstanceId = made.InstanceId, Device = "/dev/sdg" });
        Assert.Equal((volumeId, "/dev/sdg"), (attached.Attachment!.VolumeId, attached.Attachment.Device));
        await Waiters.VolumesInUseAsync([volumeId]);
        await _ec2.ModifyInstanceAttributeAsync(new ModifyInstanceAttributeRequest { InstanceId = made.InstanceId, InstanceType = "m5.xlarge" });
        DescribeInstanceAttributeResponse attribute = await _ec2.DescribeInstanceAttributeAsync(
            new DescribeInstanceAttributeRequest { InstanceId = made.InstanceId, Attribute = InstanceAttributeName.InstanceType });
        Assert.Equal("m5.xlarge", attribute.InstanceAttribute!.InstanceType);
        await _ec2.StartInstancesAsync(new StartInstancesRequest { InstanceIds = [made.InstanceId!] });
        await Waiters.InstancesRunningAsync([made.InstanceId!]);
        Assert.NotEmpty((await _ec2.DescribeInstanceStatusAsync(new DescribeInstanceStatusRequest { InstanceIds = [made.InstanceId!] })).InstanceStatuses!);
        TerminateInstancesResponse ended = await _ec2.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [made.InstanceId!] });
        Assert.Equal(InstanceStateName.Running, Assert.Single(ended.TerminatingInstances!).PreviousState!.Name);
        await Waiters.InstancesTerminatedAsync([made.InstanceId!]);

        await _ec2.DeleteVolumeAsync(new DeleteVolumeRequest { VolumeId = volumeId });
        await Waiters.VolumesDeletedAsync([volumeId]);
        await _ec2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = snapshot });
        await _ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = group });
    }

    [Fact]
    public async Task Pages_follow_each_other_to_the_last()
    {
        string image = (await _ec2.DescribeImagesAsync(new DescribeImagesRequest { Owners = ["amazon"] })).Images![0].ImageId!;
        string tag = Guid.NewGuid().ToString();
        for (int i = 0; i < 7; i++)
        {
            await _ec2.RunInstancesAsync(new RunInstancesRequest
            {
                ImageId = image,
                MinCount = 1,
                MaxCount = 1,
                InstanceType = InstanceType.T3Micro,
                TagSpecifications = [new TagSpecification { ResourceType = ResourceType.Instance, Tags = [new Tag { Key = "paged", Value = tag }] }],
            });
        }

        var request = new DescribeInstancesRequest { MaxResults = 3, Filters = [new Filter { Name = "tag:paged", Values = [tag] }] };
        var ids = new HashSet<string>();
        await foreach (Reservation reservation in _ec2.Paginators.DescribeInstances(request).Reservations)
        {
            foreach (Instance instance in reservation.Instances!) Assert.True(ids.Add(instance.InstanceId!));
        }

        Assert.Equal(7, ids.Count);
        await _ec2.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [.. ids] });
    }

    [Fact]
    public async Task A_network_interface_is_made_attached_detached_and_deleted()
    {
        Subnet subnet = (await _ec2.DescribeSubnetsAsync()).Subnets![0];
        NetworkInterface nic = (await _ec2.CreateNetworkInterfaceAsync(
            new CreateNetworkInterfaceRequest { SubnetId = subnet.SubnetId, PrivateIpAddress = Address(subnet, 99), Description = "second" })).NetworkInterface!;
        Instance instance = Assert.Single((await _ec2.RunInstancesAsync(new RunInstancesRequest
        {
            ImageId = (await _ec2.DescribeImagesAsync(new DescribeImagesRequest { Owners = ["amazon"] })).Images![0].ImageId,
            MinCount = 1,
            MaxCount = 1,
            SubnetId = subnet.SubnetId,
        })).Reservation!.Instances!);
        string attachment = (await _ec2.AttachNetworkInterfaceAsync(
            new AttachNetworkInterfaceRequest { NetworkInterfaceId = nic.NetworkInterfaceId, InstanceId = instance.InstanceId, DeviceIndex = 1 })).AttachmentId!;
        NetworkInterface described = Assert.Single((await _ec2.DescribeNetworkInterfacesAsync(
            new DescribeNetworkInterfacesRequest { NetworkInterfaceIds = [nic.NetworkInterfaceId!] })).NetworkInterfaces!);
        Assert.Equal((attachment, 1, Address(subnet, 99)), (described.Attachment!.AttachmentId, described.Attachment.DeviceIndex, described.PrivateIpAddress));
        Assert.NotNull(described.MacAddress);
        await _ec2.DetachNetworkInterfaceAsync(new DetachNetworkInterfaceRequest { AttachmentId = attachment });
        await Waiters.NetworkInterfacesAvailableAsync([nic.NetworkInterfaceId!]);
        await _ec2.DeleteNetworkInterfaceAsync(new DeleteNetworkInterfaceRequest { NetworkInterfaceId = nic.NetworkInterfaceId });
        await _ec2.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [instance.InstanceId!] });
    }

    [Fact]
    public async Task Tags_are_set_listed_and_removed()
    {
        string snapshot = await SnapshotAsync((await _ec2.DescribeAvailabilityZonesAsync()).AvailabilityZones![0].ZoneName!);
        await _ec2.CreateTagsAsync(new CreateTagsRequest { Resources = [snapshot], Tags = [new Tag { Key = "replication:point", Value = "p & 1" }, new Tag { Key = "other", Value = "x" }] });
        var filter = new DescribeTagsRequest { Filters = [new Filter { Name = "resource-id", Values = [snapshot] }] };
        Assert.Equal(
            [("other", "x"), ("replication:point", "p & 1")],
            (await _ec2.DescribeTagsAsync(filter)).Tags!.Select(tag => (tag.Key, tag.Value)).Order());
        var byTag = new DescribeSnapshotsRequest { OwnerIds = ["self"], Filters = [new Filter { Name = "tag:replication:point", Values = ["p & 1"] }] };
        Assert.Equal(snapshot, Assert.Single((await _ec2.DescribeSnapshotsAsync(byTag)).Snapshots!).SnapshotId);
        await _ec2.DeleteTagsAsync(new DeleteTagsRequest { Resources = [snapshot], Tags = [new Tag { Key = "replication:point" }] });
        Assert.Equal("other", Assert.Single((await _ec2.DescribeTagsAsync(filter)).Tags!).Key);
        await _ec2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = snapshot });
    }

    [Fact]
    public async Task Instance_types_say_what_the_mapping_of_machines_needs()
    {
        InstanceTypeInfo type = Assert.Single((await _ec2.DescribeInstanceTypesAsync(new DescribeInstanceTypesRequest { InstanceTypes = ["m5.large"] })).InstanceTypes!);
        Assert.Equal((2, 8192L), (type.VCpuInfo!.DefaultVCpus, type.MemoryInfo!.SizeInMiB));
        Assert.Contains("x86_64", type.ProcessorInfo!.SupportedArchitectures!);
        Assert.Equal(3, type.NetworkInfo!.MaximumNetworkInterfaces);
        var count = 0;
        await foreach (InstanceTypeInfo _ in _ec2.Paginators.DescribeInstanceTypes(new DescribeInstanceTypesRequest { MaxResults = 100 }).InstanceTypes) count++;
        Assert.True(count > 100, $"{count} types");
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found_and_a_dry_run_changes_nothing()
    {
        Func<Task>[] calls =
        [
            () => _ec2.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = ["i-0123456789abcdef0"] }),
            () => _ec2.DescribeVolumesAsync(new DescribeVolumesRequest { VolumeIds = ["vol-0123456789abcdef0"] }),
            () => _ec2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = "snap-0123456789abcdef0" }),
            () => _ec2.DescribeImagesAsync(new DescribeImagesRequest { ImageIds = ["ami-0123456789abcdef0"] }),
            () => _ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = ["subnet-0123456789abcdef0"] }),
            () => _ec2.DeleteNetworkInterfaceAsync(new DeleteNetworkInterfaceRequest { NetworkInterfaceId = "eni-0123456789abcdef0" }),
        ];
        foreach (Func<Task> call in calls)
        {
            var error = await Assert.ThrowsAsync<AmazonEC2Exception>(call);
            Assert.True(Ec2Errors.IsNotFound(error), error.ErrorCode);
            Assert.False(Ec2Errors.IsTransient(error), error.ErrorCode);
        }

        string zone = (await _ec2.DescribeAvailabilityZonesAsync()).AvailabilityZones![0].ZoneName!;
        var dry = await Assert.ThrowsAsync<AmazonEC2Exception>(() => _ec2.CreateVolumeAsync(new CreateVolumeRequest { AvailabilityZone = zone, Size = 1, DryRun = true }));
        Assert.True(Ec2Errors.IsAllowedDryRun(dry), dry.ErrorCode);
    }

    [Fact]
    public async Task An_assumed_role_signs_with_its_session()
    {
        using var sts = moto.Sts();
        AssumeRoleResponse role = await sts.AssumeRoleAsync(
            new AssumeRoleRequest { RoleArn = "arn:aws:iam::123456789012:role/replication", RoleSessionName = "test", ExternalId = "external" });
        using AmazonEC2Client client = moto.Ec2(role.Credentials);
        Assert.Contains("eu-central-1", (await client.DescribeRegionsAsync()).Regions!.Select(region => region.RegionName));
    }

    [Fact]
    public async Task Encryption_by_default_and_account_attributes_can_be_asked()
    {
        Assert.False((await _ec2.GetEbsEncryptionByDefaultAsync(new GetEbsEncryptionByDefaultRequest())).EbsEncryptionByDefault);
        Assert.NotNull((await _ec2.DescribeVpcsAsync()).Vpcs);
        Assert.Null((await _ec2.DescribeKeyPairsAsync()).KeyPairs);
    }

    private static string Address(Subnet subnet, int host) => $"{subnet.CidrBlock![..subnet.CidrBlock!.LastIndexOf('.')]}.{host}";

    private async Task<string> SnapshotAsync(string zone)
    {
        Volume volume = (await _ec2.CreateVolumeAsync(new CreateVolumeRequest { AvailabilityZone = zone, Size = 1, VolumeType = VolumeType.Gp3 })).Volume!;
        await Waiters.VolumesAvailableAsync([volume.VolumeId!]);
        Snapshot snapshot = (await _ec2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = volume.VolumeId, Description = "seed" })).Snapshot!;
        Assert.Equal(1, snapshot.VolumeSize);
        await Waiters.SnapshotsCompletedAsync([snapshot.SnapshotId!], WaitOptions.Default);
        await _ec2.DeleteVolumeAsync(new DeleteVolumeRequest { VolumeId = volume.VolumeId });
        return snapshot.SnapshotId!;
    }
}
