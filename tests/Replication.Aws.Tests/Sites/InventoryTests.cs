using Replication.Aws.Sites;
using Replication.Core.Errors;
using Replication.Core.Machines;

namespace Replication.Aws.Tests.Sites;

public sealed class InventoryTests
{
    [Fact]
    public async Task AnInstanceIsAMachineWithItsDisksInterfacesAndHardware()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)), await lab.SnapshotAsync(2 * CloudLab.GiB, (5, 2)));
        AwsSite site = lab.OpenSite();

        Machine machine = Assert.Single(await site.ListMachinesAsync(TestContext.Current.CancellationToken).ToListAsync());

        Assert.Equal((id, id, "web"), (machine.Id, machine.PlatformId, machine.Name));
        Assert.Equal(("m5.large", 2, 8L << 30), (machine.InstanceType, machine.ProcessorCount, machine.MemoryBytes));
        Assert.Equal((PowerState.Running, Firmware.Uefi, "x86_64"), (machine.PowerState, machine.Firmware, machine.Architecture));
        Assert.StartsWith(CloudLab.Region, machine.Zone, StringComparison.Ordinal);
        Assert.Equal([("/dev/xvda", CloudLab.GiB, true), ("/dev/sdf", 2 * CloudLab.GiB, false)], machine.Disks.Select(disk => (disk.Id, disk.Length, disk.Boot)));
        Assert.All(machine.Disks, disk => Assert.StartsWith("vol-", disk.Path, StringComparison.Ordinal));
        MachineNic nic = Assert.Single(machine.Nics);
        Assert.StartsWith("eni-", nic.Id, StringComparison.Ordinal);
        Assert.StartsWith("subnet-", nic.Network, StringComparison.Ordinal);
        Assert.NotEmpty(nic.MacAddress);
        Assert.Equal(machine.Disks, (await site.FindMachineAsync(id, TestContext.Current.CancellationToken))!.Disks);
    }

    [Fact]
    public async Task AMachineThatIsNotThereIsNull()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite();

        Assert.Null(await site.FindMachineAsync("i-0123456789abcdef0", TestContext.Current.CancellationToken));
        Assert.Null(await site.FindMachineAsync("i-no-such-id", TestContext.Current.CancellationToken));
        Assert.Null(await site.FindMachineAsync(Guid.NewGuid().ToString(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task MachinesAreStoppedAndStartedAndThenAreWhatWasAsked()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)));
        AwsSite site = lab.OpenSite();

        await site.StopMachineAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal(PowerState.Off, (await site.FindMachineAsync(id, TestContext.Current.CancellationToken))!.PowerState);
        await site.StopMachineAsync(id, TestContext.Current.CancellationToken);
        await site.StartMachineAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal(PowerState.Running, (await site.FindMachineAsync(id, TestContext.Current.CancellationToken))!.PowerState);
    }

    [Fact]
    public async Task WhatTheSiteDidNotMakeIsNeverTerminated()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        string id = await lab.InstanceAsync("web", await lab.SnapshotAsync(CloudLab.GiB, (0, 1)));
        AwsSite site = lab.OpenSite();

        ReplicationException refused = await Assert.ThrowsAsync<ReplicationException>(() => site.DeleteMachineAsync(id, TestContext.Current.CancellationToken));

        Assert.Equal("MachineNotOurs", refused.ErrorId);
        Assert.NotNull(await site.FindMachineAsync(id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ASiteWithoutStoreSaysSo()
    {
        await using CloudLab lab = await CloudLab.StartAsync();
        AwsSite site = lab.OpenSite(("store", "none"));

        Assert.False(site.AcceptsReplicas);
        Assert.Equal("ReplicaServerDisabled", (await Assert.ThrowsAsync<ReplicationException>(() => site.OpenStoreAsync(TestContext.Current.CancellationToken))).ErrorId);
    }
}
