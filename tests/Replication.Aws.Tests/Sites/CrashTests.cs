using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Sites;
using Replication.Core.Capture;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Sites;

/// <summary>The process dies at each call to EC2 in turn, before or after its effect; the same verb again ends as if nothing had happened.</summary>
public sealed class CrashTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task MakingAMachineIsFinishedByRepeatingIt(bool start, bool after)
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        var template = await SourceMachine.MakeAsync(lab, site, disks: 2);
        IReadOnlyList<string> before = await lab.ResourcesAsync();
        await AtEveryCallAsync(lab, after, async crashing =>
        {
            MachineSpecification specification = template.Specification("web", MachineRole.Replica, start);
            specification = specification with { Machine = specification.Machine with { Id = Guid.NewGuid().ToString() } };
            bool died = await DiesAsync(() => crashing.CreateMachineAsync(specification, cancellationToken: Token));
            // A machine that is listed is complete.
            if (died && await site.FindMachineAsync(specification.Machine.Id, Token) is { } listed) Assert.Equal(template.Hashes, [await lab.HashOfAsync(listed, 0), await lab.HashOfAsync(listed, 1)]);

            Machine made = await site.CreateMachineAsync(specification, cancellationToken: Token);

            Assert.Equal(template.Hashes, [await lab.HashOfAsync(made, 0), await lab.HashOfAsync(made, 1)]);
            Assert.Equal(start ? PowerState.Running : PowerState.Off, made.PowerState);
            Assert.Equal(3, (await lab.ResourcesAsync()).Except(before).Count());
            await site.DeleteMachineAsync(made.Id, Token);
            Assert.Equal(before, await lab.ResourcesAsync());
            return died;
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatACrashLeftOfAMachineIsDeleted(bool after)
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        var template = await SourceMachine.MakeAsync(lab, site, disks: 1);
        IReadOnlyList<string> before = await lab.ResourcesAsync();
        await AtEveryCallAsync(lab, after, async crashing =>
        {
            MachineSpecification specification = template.Specification("web", MachineRole.Standby, start: false);
            specification = specification with { Machine = specification.Machine with { Id = Guid.NewGuid().ToString() } };
            bool died = await DiesAsync(() => crashing.CreateMachineAsync(specification, cancellationToken: Token));

            await site.DeleteMachineAsync(specification.Machine.Id, Token);

            Assert.Equal(before, await lab.ResourcesAsync());
            return died;
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AWS_13_RenewingAStandbyIsFinishedByRepeatingIt(bool after)
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        var first = await SourceMachine.MakeAsync(lab, site, disks: 2, seed: 1);
        var second = await SourceMachine.MakeAsync(lab, site, disks: 2, seed: 50, id: first.Id);
        IReadOnlyList<string> before = await lab.ResourcesAsync();
        Machine standby = await site.CreateMachineAsync(first.Specification("web", MachineRole.Standby, start: false), cancellationToken: Token);
        (SourceMachine next, SourceMachine last) = (second, first);
        await AtEveryCallAsync(lab, after, async crashing =>
        {
            bool died = await DiesAsync(() => crashing.CreateMachineAsync(next.Specification("web", MachineRole.Standby, start: false), cancellationToken: Token));

            Machine renewed = await site.CreateMachineAsync(next.Specification("web", MachineRole.Standby, start: false), cancellationToken: Token);

            Assert.Equal(standby.PlatformId, renewed.PlatformId);
            Assert.Equal(next.Hashes, [await lab.HashOfAsync(renewed, 0), await lab.HashOfAsync(renewed, 1)]);
            Assert.Equal(3, (await lab.ResourcesAsync()).Except(before).Count());
            (next, last) = (last, next);
            return died;
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DeletingAMachineIsFinishedByRepeatingIt(bool after)
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        var template = await SourceMachine.MakeAsync(lab, site, disks: 1);
        IReadOnlyList<string> before = await lab.ResourcesAsync();
        await AtEveryCallAsync(lab, after, async crashing =>
        {
            MachineSpecification specification = template.Specification("web", MachineRole.Replica, start: true);
            specification = specification with { Machine = specification.Machine with { Id = Guid.NewGuid().ToString() } };
            await site.CreateMachineAsync(specification, cancellationToken: Token);
            bool died = await DiesAsync(() => crashing.DeleteMachineAsync(specification.Machine.Id, Token));

            await site.DeleteMachineAsync(specification.Machine.Id, Token);

            Assert.Equal(before, await lab.ResourcesAsync());
            return died;
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatACrashLeftOfACaptureGoesWithTheNextRelease(bool after)
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)), await lab.SnapshotAsync(CloudLab.GiB, (0, 2)));
        IReadOnlyList<string> before = await lab.ResourcesAsync();
        await AtEveryCallAsync(lab, after, async crashing =>
        {
            bool died = await DiesAsync(async () => await (await crashing.CaptureAsync(id, ["/dev/xvda", "/dev/sdf"], cancellationToken: Token)).DisposeAsync());

            await using (IMachineImage image = await site.CaptureAsync(id, ["/dev/xvda", "/dev/sdf"], cancellationToken: Token))
                await site.ReleaseCapturesAsync(id, [.. image.Disks.Select(disk => disk.ChangeToken!)], Token);
            Assert.Equal(2, (await lab.ResourcesAsync()).Except(before).Count());
            await site.ReleaseCapturesAsync(id, [], Token);

            Assert.Equal(before, await lab.ResourcesAsync());
            return died;
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReplacingADiskIsFinishedByRepeatingItAndTheMachineAlwaysHasTheDisk(bool after)
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)), await lab.SnapshotAsync(CloudLab.GiB, (0, 2), (5, 3)));
        await site.StopMachineAsync(id, Token);
        IReadOnlyList<string> before = await lab.ResourcesAsync();
        int seed = 100;
        await AtEveryCallAsync(lab, after, async crashing =>
        {
            seed++;
            bool died = await DiesAsync(() => WriteAsync(crashing, id, seed));
            Assert.Contains((await site.FindMachineAsync(id, Token))!.Disks, disk => disk.Id == "/dev/sdf");

            await WriteAsync(site, id, seed);
            await site.ReleaseCapturesAsync(id, [], Token);

            Machine machine = (await site.FindMachineAsync(id, Token))!;
            Assert.Equal(CloudLab.HashOf(CloudLab.GiB, (0, 2), (5, seed)), await lab.HashOfAsync(machine, 1));
            Assert.Equal(CloudLab.HashOf(CloudLab.GiB, (0, 1)), await lab.HashOfAsync(machine, 0));
            Assert.Equal(before.Count, (await lab.ResourcesAsync()).Count);
            return died;
        });
    }

    private static async Task WriteAsync(AwsSite site, string id, int seed)
    {
        await using IDiskTarget target = await site.OpenDiskTargetAsync(id, "/dev/sdf", CloudLab.GiB, Token);
        await target.WriteAsync(5L * BlockGeometry.BlockSize, Conformance.BlockPattern.Full(seed), Token);
        await target.CommitAsync(Token);
    }

    /// <summary>Runs with a death at the first call, at the second, and so on until a run gets through.</summary>
    private static async Task AtEveryCallAsync(CloudLab lab, bool after, Func<AwsSite, Task<bool>> run)
    {
        int calls = 0;
        while (await run(lab.OpenSite(ec2 => CrashingEc2.Around(ec2, calls, after)))) calls++;
        Assert.NotEqual(0, calls);
    }

    private static async Task<bool> DiesAsync(Func<Task> verb)
    {
        try
        {
            await verb();
            return false;
        }
        catch (CrashException)
        {
            return true;
        }
    }
}
