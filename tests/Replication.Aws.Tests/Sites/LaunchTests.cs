using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Sites;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Sites;

namespace Replication.Aws.Tests.Sites;

public sealed class LaunchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AReplicaRunsOnVolumesMadeOfTheSnapshotsAndNothingElseIsLeft()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        var source = await SourceMachine.MakeAsync(lab, site, disks: 2);
        IReadOnlyList<string> before = await lab.ResourcesAsync();

        Machine made = await site.CreateMachineAsync(source.Specification("web", MachineRole.Replica, start: true), cancellationToken: Token);

        Assert.Equal((source.Id, "web", PowerState.Running), (made.Id, made.Name, made.PowerState));
        Assert.StartsWith("i-", made.PlatformId, StringComparison.Ordinal);
        Assert.Equal(source.Hashes, [await lab.HashOfAsync(made, 0), await lab.HashOfAsync(made, 1)]);
        Assert.Equal(["disk0", "disk1"], made.Disks.Select(disk => disk.Id));
        Assert.Equal(made, await site.FindMachineAsync(source.Id, Token), new SameMachine());
        string[] added = [.. (await lab.ResourcesAsync()).Except(before).Order(StringComparer.Ordinal)];
        Assert.Equal(new[] { made.PlatformId!, made.Disks[0].Path, made.Disks[1].Path }.Order(StringComparer.Ordinal), added);

        await site.DeleteMachineAsync(source.Id, Token);
        await site.DeleteMachineAsync(source.Id, Token);
        Assert.Null(await site.FindMachineAsync(source.Id, Token));
        Assert.Equal(before, await lab.ResourcesAsync());
    }

    [Fact]
    public async Task INV_05_TheExactLengthOfADiskIsKeptBesideTheRoundedVolume()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        long odd = CloudLab.GiB + 512;
        var source = await SourceMachine.MakeAsync(lab, site, disks: 1, length: odd);

        Machine made = await site.CreateMachineAsync(source.Specification("odd", MachineRole.Replica, start: true), cancellationToken: Token);

        Assert.Equal(odd, made.Disks[0].Length);
        Assert.Equal(odd, await site.AllocatedBytesAsync(made.Id, "disk0", Token));
        Assert.Equal(2, (await lab.Ec2.DescribeVolumesAsync(new DescribeVolumesRequest { VolumeIds = [made.Disks[0].Path] }, Token)).Volumes![0].Size);
        Assert.Equal(source.Hashes[0], await lab.HashOfAsync(made, 0));
        await using var image = await site.CaptureAsync(made.Id, ["disk0"], cancellationToken: Token);
        Assert.Equal(odd, image.Disks[0].View.Length);
    }

    [Fact]
    public async Task AMachineThatIsToStayOffIsNeverStartedWithItsContent()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        var seen = new List<string>();
        AwsSite site = lab.OpenSite(ec2 => RecordingEc2.Around(ec2, (name, request) =>
        {
            if (request is RegisterImageRequest image) seen.AddRange(image.BlockDeviceMappings!.Select(mapping => mapping.Ebs!.SnapshotId!));
            if (request is StartInstancesRequest) seen.Add("started");
        }));
        var source = await SourceMachine.MakeAsync(lab, site, disks: 2);
        IReadOnlyList<string> before = await lab.ResourcesAsync();

        Machine made = await site.CreateMachineAsync(source.Specification("web", MachineRole.Replica, start: false), cancellationToken: Token);

        Assert.Equal(PowerState.Off, made.PowerState);
        Assert.Empty(seen.Intersect(source.Snapshots.Append("started")));
        Assert.Equal(source.Hashes, [await lab.HashOfAsync(made, 0), await lab.HashOfAsync(made, 1)]);
        Assert.Equal(3, (await lab.ResourcesAsync()).Except(before).Count());
        await site.DeleteMachineAsync(source.Id, Token);
        Assert.Equal(before, await lab.ResourcesAsync());
    }

    [Fact]
    public async Task ContentOfAnotherStoreIsUploadedFirstAndItsSnapshotGoesAgain()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        var source = await SourceMachine.MakeAsync(lab, site, disks: 1);
        MachineSpecification specification = source.Specification("web", MachineRole.Replica, start: true);
        specification = specification with { Contents = specification.Contents.ToDictionary(item => item.Key, item => item.Value with { StoreId = "store-elsewhere", SnapshotId = "snap-1" }) };
        IReadOnlyList<string> before = await lab.ResourcesAsync();

        Machine made = await site.CreateMachineAsync(specification, cancellationToken: Token);

        Assert.Equal(source.Hashes[0], await lab.HashOfAsync(made, 0));
        Assert.Equal(2, (await lab.ResourcesAsync()).Except(before).Count());
    }

    [Fact]
    public async Task ALicenceComesFromABaseImageWhoseVolumesAreSwapped()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        var source = await SourceMachine.MakeAsync(lab, site, disks: 2, system: "Windows Server 2022");
        MachineSpecification specification = source.Specification("win", MachineRole.Replica, start: true);

        ReplicationException refused = await Assert.ThrowsAsync<ReplicationException>(() => site.CreateMachineAsync(specification, cancellationToken: Token));
        Assert.Equal("LicenceNeedsBaseImage", refused.ErrorId);

        string baseImage = (await lab.Ec2.RegisterImageAsync(
            new RegisterImageRequest
            {
                Name = "windows base",
                Architecture = ArchitectureValues.X86_64,
                VirtualizationType = "hvm",
                EnaSupport = true,
                RootDeviceName = "/dev/xvda",
                BlockDeviceMappings = [new BlockDeviceMapping { DeviceName = "/dev/xvda", Ebs = new EbsBlockDevice { SnapshotId = await lab.SnapshotAsync(CloudLab.GiB, (1, 77)) } }],
            },
            Token)).ImageId!;
        IReadOnlyList<string> before = await lab.ResourcesAsync();

        Machine made = await site.CreateMachineAsync(specification with { Launch = specification.Launch with { BaseImageId = baseImage } }, cancellationToken: Token);

        Assert.Equal(PowerState.Running, made.PowerState);
        Assert.Equal(source.Hashes, [await lab.HashOfAsync(made, 0), await lab.HashOfAsync(made, 1)]);
        Instance instance = (await lab.Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [made.PlatformId!] }, Token)).Reservations![0].Instances![0];
        Assert.Equal(baseImage, instance.ImageId);
        Assert.Equal(["/dev/sdf", "/dev/xvda"], instance.BlockDeviceMappings!.Select(mapping => mapping.DeviceName).Order(StringComparer.Ordinal));
        await site.DeleteMachineAsync(source.Id, Token);
        Assert.Equal(before, await lab.ResourcesAsync());
    }

    [Fact]
    public async Task LaunchSettingsReachTheInstance()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        Subnet subnet = (await lab.Ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest(), Token)).Subnets![0];
        string group = (await lab.Ec2.CreateSecurityGroupAsync(new CreateSecurityGroupRequest { GroupName = "dr", Description = "dr", VpcId = subnet.VpcId }, Token)).GroupId!;
        string address = subnet.CidrBlock!.Split('/')[0] is var network ? network[..(network.LastIndexOf('.') + 1)] + "77" : "";
        var source = await SourceMachine.MakeAsync(lab, site, disks: 1);
        MachineSpecification specification = source.Specification("web", MachineRole.Replica, start: true) with
        {
            Launch = new LaunchSettings
            {
                InstanceType = "t3.large",
                SubnetId = subnet.SubnetId,
                SecurityGroupIds = [group],
                PrivateIpAddress = address,
                IamInstanceProfile = "web-profile",
                VolumeType = "gp2",
                Tags = new Dictionary<string, string> { ["cost"] = "dr", ["replication:machine"] = "forged" },
            },
        };

        Machine made = await site.CreateMachineAsync(specification, cancellationToken: Token);

        Instance instance = (await lab.Ec2.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [made.PlatformId!] }, Token)).Reservations![0].Instances![0];
        Assert.Equal(("t3.large", subnet.SubnetId, address), (instance.InstanceType!.Value, instance.SubnetId, instance.PrivateIpAddress));
        Assert.Equal(group, Assert.Single(instance.SecurityGroups!).GroupId);
        Assert.EndsWith("/web-profile", instance.IamInstanceProfile!.Arn, StringComparison.Ordinal);
        Assert.Equal(("dr", source.Id, "Replica"), (instance.Tags.Get("cost"), instance.Tags.Get(AwsTags.Machine), instance.Tags.Get(AwsTags.Role)));
        Volume volume = (await lab.Ec2.DescribeVolumesAsync(new DescribeVolumesRequest { VolumeIds = [made.Disks[0].Path] }, Token)).Volumes![0];
        Assert.Equal((VolumeType.Gp2, "dr"), (volume.VolumeType, volume.Tags.Get("cost")));
    }
}
