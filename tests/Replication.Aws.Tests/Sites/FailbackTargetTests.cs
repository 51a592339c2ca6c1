using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Sites;
using Replication.Conformance;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Aws.Tests.Sites;

public sealed class FailbackTargetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheDiskBecomesThePointWithOnlyDifferingBlocksWrittenAndTheFormerVolumeGoes()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)), await lab.SnapshotAsync(CloudLab.GiB, (0, 2), (5, 3), (9, 4)));
        AwsSite site = lab.OpenSite();
        await site.StopMachineAsync(id, Token);
        Machine home = (await site.FindMachineAsync(id, Token))!;
        await lab.Ec2.CreateTagsAsync(new CreateTagsRequest { Resources = [home.Disks[1].Path], Tags = [new Tag { Key = "owner", Value = "billing" }] }, Token);
        string wanted = await lab.SnapshotAsync(CloudLab.GiB, (0, 2), (5, 30), (2047, 6));
        IReadOnlyList<string> before = await lab.ResourcesAsync();
        ISnapshotStore store = await site.OpenStoreAsync(Token);

        DiskUpdateResult result;
        await using (ISnapshotReader reader = await store.OpenAsync(wanted, Token))
        await using (IDiskTarget target = await site.OpenDiskTargetAsync(id, "/dev/sdf", CloudLab.GiB, Token))
            result = await DiskUpdate.RunAsync(target, reader, "writing", cancellationToken: Token);

        Machine after = (await site.FindMachineAsync(id, Token))!;
        Assert.Equal(3L * CloudLab.BlockSize, result.BytesWritten);
        Assert.Equal(CloudLab.HashOf(CloudLab.GiB, (0, 2), (5, 30), (2047, 6)), await lab.HashOfAsync(after, 1));
        Assert.Equal(home.Disks[0], after.Disks[0]);
        Assert.Equal(("/dev/sdf", CloudLab.GiB), (after.Disks[1].Id, after.Disks[1].Length));
        Assert.Equal(before.Except([home.Disks[1].Path]).Append(after.Disks[1].Path).Order(StringComparer.Ordinal), await lab.ResourcesAsync());
        Volume volume = (await lab.Ec2.DescribeVolumesAsync(new DescribeVolumesRequest { VolumeIds = [after.Disks[1].Path] }, Token)).Volumes![0];
        Assert.Equal((VolumeType.Gp3, "billing"), (volume.VolumeType, volume.Tags.Get("owner")));
        Assert.True(volume.Attachments![0].DeleteOnTermination);
    }

    [Fact]
    public async Task ATargetThatIsNotCommittedLeavesTheDiskAsItWas()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)));
        AwsSite site = lab.OpenSite();
        await site.StopMachineAsync(id, Token);
        IReadOnlyList<string> before = await lab.ResourcesAsync();

        await using (IDiskTarget target = await site.OpenDiskTargetAsync(id, "/dev/xvda", CloudLab.GiB, Token))
            await target.WriteAsync(0, BlockPattern.Full(5), Token);

        Assert.Equal(before, await lab.ResourcesAsync());
        Assert.Equal(CloudLab.HashOf(CloudLab.GiB, (0, 1)), await lab.HashOfAsync((await site.FindMachineAsync(id, Token))!, 0));
    }

    [Fact]
    public async Task INV_05_ADiskMayComeBackWithALengthThatIsNoWholeNumberOfGiB()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)));
        AwsSite site = lab.OpenSite();
        await site.StopMachineAsync(id, Token);
        long odd = CloudLab.GiB + 4096;

        await using (IDiskTarget target = await site.OpenDiskTargetAsync(id, "/dev/xvda", odd, Token))
        {
            await target.WriteAsync(CloudLab.GiB, BlockPattern.Full(8).AsMemory(0, 4096), Token);
            await target.CommitAsync(Token);
        }

        Machine after = (await site.FindMachineAsync(id, Token))!;
        Assert.Equal(odd, after.Disks[0].Length);
        Assert.Equal(CloudLab.HashOf(odd, (0, 1), (2048, 8)), await lab.HashOfAsync(after, 0));
    }

    [Fact]
    public async Task ADiskOfARunningMachineIsNotReplaced()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)));
        AwsSite site = lab.OpenSite();

        ReplicationException refused = await Assert.ThrowsAsync<ReplicationException>(() => site.OpenDiskTargetAsync(id, "/dev/xvda", CloudLab.GiB, Token));
        Assert.Equal("VmRunning", refused.ErrorId);

        await site.StopMachineAsync(id, Token);
        await using IDiskTarget target = await site.OpenDiskTargetAsync(id, "/dev/xvda", CloudLab.GiB, Token);
        await target.WriteAsync(0, BlockPattern.Full(5), Token);
        await site.StartMachineAsync(id, Token);
        refused = await Assert.ThrowsAsync<ReplicationException>(() => target.CommitAsync(Token));
        Assert.Equal("VmRunning", refused.ErrorId);
        Assert.Equal(CloudLab.HashOf(CloudLab.GiB, (0, 1)), await lab.HashOfAsync((await site.FindMachineAsync(id, Token))!, 0));
    }
}
