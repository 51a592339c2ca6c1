using Amazon.EC2;
using Replication.Aws.Sites;
using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;

namespace Replication.Aws.Tests.Sites;

public sealed class CaptureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ARunningMachineIsCapturedWithTheBytesItHad()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1), (700, 2)), await lab.SnapshotAsync(CloudLab.GiB, (9, 3)));
        AwsSite site = lab.OpenSite();

        await using IMachineImage image = await site.CaptureAsync(id, ["/dev/xvda", "/dev/sdf"], cancellationToken: Token);
        lab.WriteBlock((await site.FindMachineAsync(id, Token))!, 0, 0, 99);

        Assert.True(image.CapturedAt > TimeProvider.System.GetUtcNow().AddMinutes(-5));
        Assert.Equal(["/dev/xvda", "/dev/sdf"], image.Disks.Select(disk => disk.Disk.Id));
        Assert.Equal(CloudLab.HashOf(CloudLab.GiB, (0, 1), (700, 2)), await HashAsync(image.Disks[0].View));
        Assert.Equal(CloudLab.HashOf(CloudLab.GiB, (9, 3)), await HashAsync(image.Disks[1].View));
        Assert.All(image.Disks, disk => Assert.Null(disk.ChangedExtents));
        await image.EnsureUnchangedAsync(Token);
    }

    [Fact]
    public async Task TheNextCaptureTellsExactlyWhatChangedInMergedExtents()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1), (1, 1), (700, 2)));
        AwsSite site = lab.OpenSite();
        Machine machine = (await site.FindMachineAsync(id, Token))!;
        string first = await TokenOfAsync(site, id, null);
        lab.WriteBlock(machine, 0, 4, 7);
        lab.WriteBlock(machine, 0, 5, 8);
        lab.WriteBlock(machine, 0, 1000, 9);

        await using IMachineImage image = await site.CaptureAsync(id, ["/dev/xvda"], new Dictionary<string, string> { ["/dev/xvda"] = first }, Token);

        CapturedDisk disk = Assert.Single(image.Disks);
        Assert.Equal(first, disk.Since);
        Assert.NotEqual(first, disk.ChangeToken);
        Assert.Equal([new Extent(4L * CloudLab.BlockSize, 2 * CloudLab.BlockSize), new Extent(1000L * CloudLab.BlockSize, CloudLab.BlockSize)], disk.ChangedExtents);
        Assert.Equal(CloudLab.HashOf(CloudLab.GiB, (0, 1), (1, 1), (4, 7), (5, 8), (700, 2), (1000, 9)), await HashAsync(disk.View));
    }

    [Fact]
    public async Task ABaseThatIsGoneOrUnrelatedLeavesTheChangesUnknown()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)));
        AwsSite site = lab.OpenSite();
        foreach (string since in (string[])["snap-0123456789abcdef0", await lab.SnapshotAsync(CloudLab.GiB, (3, 3))])
        {
            await using IMachineImage image = await site.CaptureAsync(id, ["/dev/xvda"], new Dictionary<string, string> { ["/dev/xvda"] = since }, Token);

            Assert.Null(image.Disks[0].ChangedExtents);
            Assert.Null(image.Disks[0].Since);
        }
    }

    [Fact]
    public async Task DisksThatAreNotWantedAreLeftOut()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync(
            "web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)), await lab.SnapshotAsync(CloudLab.GiB, (0, 2)), await lab.SnapshotAsync(CloudLab.GiB, (0, 3)));
        AwsSite site = lab.OpenSite();
        IReadOnlyList<string> before = await lab.ResourcesAsync();

        await using IMachineImage image = await site.CaptureAsync(id, ["/dev/sdg"], cancellationToken: Token);

        Assert.Equal("/dev/sdg", Assert.Single(image.Disks).Disk.Id);
        Assert.Equal(before.Append(image.Disks[0].ChangeToken!).Order(StringComparer.Ordinal), await lab.ResourcesAsync());
    }

    [Fact]
    public async Task ADiskThatTheMachineDoesNotHaveIsRefusedBeforeAnythingIsMade()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)));
        AwsSite site = lab.OpenSite();
        IReadOnlyList<string> before = await lab.ResourcesAsync();

        Assert.Equal("DiskNotFound", (await Assert.ThrowsAsync<ReplicationException>(() => site.CaptureAsync(id, ["/dev/sdz"], cancellationToken: Token))).ErrorId);
        Assert.Equal("MachineNotFound", (await Assert.ThrowsAsync<ReplicationException>(() => site.CaptureAsync("nobody", ["/dev/sdz"], cancellationToken: Token))).ErrorId);
        Assert.Equal(before, await lab.ResourcesAsync());
    }

    [Fact]
    public async Task ReleasingDeletesAllCapturesOfTheMachineButThoseKept()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string snapshot = await lab.SnapshotAsync(CloudLab.GiB, (0, 1));
        string id = await lab.InstanceAsync("web", snapshot);
        string other = await lab.InstanceAsync("other", snapshot);
        AwsSite site = lab.OpenSite();
        IReadOnlyList<string> before = await lab.ResourcesAsync();
        string first = await TokenOfAsync(site, id, null);
        string second = await TokenOfAsync(site, id, first);
        string third = await TokenOfAsync(site, id, second);
        string others = await TokenOfAsync(site, other, null);

        await site.ReleaseCapturesAsync(id, [third], Token);
        Assert.Equal(before.Append(third).Append(others).Order(StringComparer.Ordinal), await lab.ResourcesAsync());
        await site.ReleaseCapturesAsync(id, [], Token);
        await site.ReleaseCapturesAsync(id, [], Token);
        Assert.Equal(before.Append(others).Order(StringComparer.Ordinal), await lab.ResourcesAsync());
    }

    [Fact]
    public async Task ACaptureThatFailsLeavesNothing()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)));
        IReadOnlyList<string> before = await lab.ResourcesAsync();
        AwsSite site = lab.OpenSite(ec2 => FailingEc2.Around(ec2, nameof(IAmazonEC2.CreateTagsAsync), "UnauthorizedOperation"));

        ReplicationException refused = await Assert.ThrowsAnyAsync<ReplicationException>(() => site.CaptureAsync(id, ["/dev/xvda"], cancellationToken: Token));

        Assert.Equal("AwsAccessDenied", refused.ErrorId);
        Assert.Equal(before, await lab.ResourcesAsync());
    }

    [Fact]
    public async Task ACaptureThatIsCancelledLeavesNothing()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)));
        IReadOnlyList<string> before = await lab.ResourcesAsync();
        using var stop = new CancellationTokenSource();
        AwsSite site = lab.OpenSite(ec2 => RecordingEc2.Around(ec2, (name, _) =>
        {
            if (name == nameof(IAmazonEC2.CreateTagsAsync)) stop.Cancel();
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.CaptureAsync(id, ["/dev/xvda"], cancellationToken: stop.Token));

        Assert.Equal(before, await lab.ResourcesAsync());
    }

    [Fact]
    public async Task ADiskIsReadThroughASnapshotThatGoesWithTheView()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1), (2047, 5)));
        AwsSite site = lab.OpenSite();
        IReadOnlyList<string> before = await lab.ResourcesAsync();

        await using (IDiskView view = await site.OpenDiskAsync(id, "/dev/xvda", Token))
            Assert.Equal(CloudLab.HashOf(CloudLab.GiB, (0, 1), (2047, 5)), await HashAsync(view));

        Assert.Equal(before, await lab.ResourcesAsync());
    }

    private static async Task<string> TokenOfAsync(AwsSite site, string machineId, string? since)
    {
        await using IMachineImage image = await site.CaptureAsync(
            machineId, ["/dev/xvda"], since is null ? null : new Dictionary<string, string> { ["/dev/xvda"] = since }, Token);
        return image.Disks[0].ChangeToken!;
    }

    private static Task<string> HashAsync(IDiskView view) => SparseHash.OfAsync(view, Token);
}
