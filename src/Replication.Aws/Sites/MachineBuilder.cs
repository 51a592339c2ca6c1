using System.Globalization;
using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2.Waiting;
using Replication.Aws.HotAdd;
using Replication.Core.Machines;
using Replication.Core.Sites;

namespace Replication.Aws.Sites;

/// <summary>
/// Makes machines, and renews the volumes of those that are there. Every step looks at what exists before it acts:
/// the instance has the machine's id from its launch on, its volumes say which disk and which run they were made for, and
/// the content tag, written last, says that all of it is done.
/// </summary>
internal sealed class MachineBuilder(SiteParts parts)
{
    private readonly DiskSnapshots _snapshots = new(parts);
    private readonly LaunchRules _rules = new(parts.Settings);
    private readonly VolumeSwap _swap = new(parts);
    private readonly InstancePower _power = new(parts);

    public async Task<Instance> BuildAsync(MachineSpecification specification, IProgress<long>? bytesWritten, CancellationToken cancellationToken)
    {
        _rules.Check(specification);
        IGuestPreparation? preparation = await PreparationAsync(specification.Machine, cancellationToken);
        var plan = new ReplicaPlan
        {
            Specification = specification,
            Disks = await _snapshots.ResolveAsync(specification, bytesWritten, cancellationToken),
            PreparesGuest = preparation is not null,
        };
        var images = new ImageRegistration(parts, _snapshots);
        Instance? found = await parts.Lookup.FindMadeAsync(plan.MachineId, cancellationToken);
        if (preparation is not null && (found is null || !Holds(found, plan))) await preparation.GetReadyAsync(specification.AccessNodeId, cancellationToken);
        string instanceId = (found ?? await new InstanceLauncher(parts, images).LaunchAsync(plan, cancellationToken)).InstanceId!;
        Instance instance = found ?? await VisibleAsync(instanceId, cancellationToken);
        if (!Holds(instance, plan))
        {
            if (found is null ? plan.LaunchesContent : Was(instance, plan)) await LabelAsync(instance, plan, cancellationToken);
            else await ReplaceVolumesAsync(instance, plan, preparation, cancellationToken);
        }

        await RelabelAsync(await VisibleAsync(instanceId, cancellationToken), plan, cancellationToken);
        if (specification.Start) await _power.StartAsync(instanceId, cancellationToken);
        await images.RemoveAsync(plan.MachineId, cancellationToken);
        return await VisibleAsync(instanceId, cancellationToken);
    }

    private static bool Holds(Instance instance, ReplicaPlan plan) =>
        instance.Tags.Get(AwsTags.Content) == plan.ContentDigest && instance.Tags.Get(AwsTags.Swap) is null;

    /// <summary>Launched from an image of just this content and nothing else done to it.</summary>
    private static bool Was(Instance instance, ReplicaPlan plan) =>
        instance.Tags.Get(AwsTags.Content) is null && instance.Tags.Get(AwsTags.Swap) is null && instance.Tags.Get(AwsTags.Launch) == plan.ContentDigest;

    private async Task<Instance> VisibleAsync(string instanceId, CancellationToken cancellationToken) => await parts.Waiter.UntilVisibleAsync(
        async token => await parts.Lookup.FindInstanceAsync(instanceId, token) ?? throw SiteErrors.NotListed($"Instance {instanceId}", "InvalidInstanceID.NotFound"),
        WaitOptions.Default,
        cancellationToken);

    /// <summary>Says of each volume which disk it is.</summary>
    private async Task LabelAsync(Instance instance, ReplicaPlan plan, CancellationToken cancellationToken)
    {
        instance = (await parts.Wait.InstancesRunningAsync([instance.InstanceId!], null, cancellationToken))[instance.InstanceId!];
        foreach (InstanceDevice device in InstanceDevice.Attached(instance))
        {
            if (plan.Disks.FirstOrDefault(disk => DeviceNames.At(disk.Index, DeviceNames.Root) == device.Name) is { } disk)
                await TagAsync(device.VolumeId, VolumeTags(plan, disk), cancellationToken);
        }
    }

    private async Task ReplaceVolumesAsync(Instance instance, ReplicaPlan plan, IGuestPreparation? preparation, CancellationToken cancellationToken)
    {
        string instanceId = instance.InstanceId!;
        string root = instance.RootDeviceName ?? DeviceNames.Root;
        // What is replaced is not needed any more: a shell has nothing, and a standby has not been running.
        await _power.StopAsync(instanceId, force: instance.Tags.Get(AwsTags.Launch) == AwsTags.Shell && instance.Tags.Get(AwsTags.Content) is null, cancellationToken);
        string run = await BeginAsync(instance, plan, cancellationToken);
        List<Volume> made = await parts.Lookup.VolumesMadeForAsync(plan.MachineId, cancellationToken);
        List<Volume> waiting = await parts.Lookup.VolumesAsync(TagLists.Filter($"tag:{HotAddTags.Integrity}", [.. plan.Disks.Select(disk => disk.SnapshotId)]), cancellationToken);
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ReplicaDisk disk in plan.Disks)
        {
            Volume? volume = made.Find(volume => volume.Tags.Get(AwsTags.Swap) == run && volume.Tags.Get(AwsTags.Disk) == disk.DiskId);
            wanted[DeviceNames.At(disk.Index, root)] = volume?.VolumeId
                ?? await TakeAsync(waiting, instance, plan, disk, run, cancellationToken)
                ?? await CreateAsync(instance, plan, disk, run, cancellationToken);
        }

        string[] free = [.. wanted.Values.Where(id => made.Find(volume => volume.VolumeId == id)?.State != VolumeState.InUse)];
        await parts.Wait.VolumesAvailableAsync(free, null, cancellationToken);
        if (preparation is not null && free.Contains(wanted[root])) await preparation.PrepareAsync(wanted[root], plan.Specification.AccessNodeId, cancellationToken);
        // Before the volumes are its own: from then on the machine may be taken as complete.
        if (preparation is not null)
            await TagAsync(instanceId, new Dictionary<string, string> { [AwsTags.FirstLogonRestart] = FirstLogonRestarts.Pending }, cancellationToken);
        await _swap.ApplyAsync(instanceId, wanted, whole: true, cancellationToken);
        await _swap.DeleteWithInstanceAsync(instanceId, wanted.Keys, delete: true, cancellationToken);
        foreach (Volume former in (await parts.Lookup.VolumesMadeForAsync(plan.MachineId, cancellationToken)).Where(volume => !wanted.ContainsValue(volume.VolumeId!)))
            await _swap.DeleteAsync(former.VolumeId!, cancellationToken);
    }

    /// <summary>The run that replaces the volumes by this content; one that a crash interrupted goes on.</summary>
    private async Task<string> BeginAsync(Instance instance, ReplicaPlan plan, CancellationToken cancellationToken)
    {
        if (instance.Tags.Get(AwsTags.Swap)?.Split('/') is [var run, var content] && content == plan.ContentDigest) return run;
        // A number of its own, so that no volume of an earlier run with the same content, written to since, is taken for a new one.
        string begun = Guid.NewGuid().ToString("N");
        await TagAsync(instance.InstanceId!, new Dictionary<string, string> { [AwsTags.Swap] = $"{begun}/{plan.ContentDigest}" }, cancellationToken);
        return begun;
    }

    private async Task<IGuestPreparation?> PreparationAsync(Machine machine, CancellationToken cancellationToken) =>
        await parts.StoreAsync(cancellationToken) is IGuestPreparation preparation && preparation.Concerns(machine) ? preparation : null;

    /// <summary>The volume that the access node wrote this very snapshot's content to, if one waits in the instance's zone.</summary>
    private async Task<string?> TakeAsync(List<Volume> waiting, Instance instance, ReplicaPlan plan, ReplicaDisk disk, string run, CancellationToken cancellationToken)
    {
        Volume? volume = waiting.Find(volume => volume.Tags.Get(HotAddTags.Integrity) == disk.SnapshotId && volume.Tags.Get(AwsTags.Machine) is null
            && volume.State == VolumeState.Available && volume.AvailabilityZone == instance.Placement?.AvailabilityZone);
        if (volume is null) return null;
        Dictionary<string, string> tags = VolumeTags(plan, disk);
        tags[AwsTags.Swap] = run;
        await TagAsync(volume.VolumeId!, tags, cancellationToken);
        await UntagAsync(new DeleteTagsRequest { Resources = [volume.VolumeId!], Tags = [new Tag { Key = HotAddTags.Integrity }] }, cancellationToken);
        return volume.VolumeId;
    }

    private async Task<string> CreateAsync(Instance instance, ReplicaPlan plan, ReplicaDisk disk, string run, CancellationToken cancellationToken)
    {
        Dictionary<string, string> tags = VolumeTags(plan, disk);
        tags[AwsTags.Swap] = run;
        var request = new CreateVolumeRequest
        {
            AvailabilityZone = instance.Placement?.AvailabilityZone,
            SnapshotId = disk.SnapshotId,
            VolumeType = VolumeType.FindValue(plan.Launch.VolumeType ?? parts.Settings.VolumeType),
            ClientToken = ReplicaPlan.Digest($"{run}\n{disk.DiskId}"),
            TagSpecifications = [tags.For(ResourceType.Volume)],
        };
        CreateVolumeResponse created = await parts.Waiter.UntilVisibleAsync(
            token => parts.Ec2.CreateVolumeAsync(request, token), "InvalidSnapshot.NotFound", WaitOptions.Default, cancellationToken);
        return created.Volume!.VolumeId!;
    }

    /// <summary>The machine's tags as of now, the content last: with it, the machine exists.</summary>
    private async Task RelabelAsync(Instance instance, ReplicaPlan plan, CancellationToken cancellationToken)
    {
        string instanceId = instance.InstanceId!;
        Dictionary<string, string> tags = InstanceLauncher.MachineTags(plan);
        await parts.Ec2.CreateTagsAsync(
            new CreateTagsRequest { Resources = [.. InstanceDevice.Attached(instance).Select(device => device.VolumeId)], Tags = tags.ToList() }, cancellationToken);
        tags[AwsTags.Role] = plan.Specification.Role.ToString();
        tags[AwsTags.Content] = plan.ContentDigest;
        if (LaunchRules.GuestAddresses(plan.Launch) is { } addresses) tags[AwsTags.GuestAddresses] = addresses;
        await TagAsync(instanceId, tags, cancellationToken);
        await UntagAsync(new DeleteTagsRequest { Resources = [instanceId], Tags = [new Tag { Key = AwsTags.Swap }] }, cancellationToken);
    }

    private Task TagAsync(string id, Dictionary<string, string> tags, CancellationToken cancellationToken) => parts.Waiter.UntilVisibleAsync(
        token => parts.Ec2.CreateTagsAsync(new CreateTagsRequest { Resources = [id], Tags = tags.ToList() }, token), WaitOptions.Default, cancellationToken);

    private static Dictionary<string, string> VolumeTags(ReplicaPlan plan, ReplicaDisk disk)
    {
        Dictionary<string, string> tags = InstanceLauncher.MachineTags(plan);
        tags[AwsTags.Machine] = plan.MachineId;
        tags[AwsTags.Disk] = disk.DiskId;
        tags[AwsTags.Length] = disk.Length.ToString(CultureInfo.InvariantCulture);
        return tags;
    }

    private Task UntagAsync(DeleteTagsRequest request, CancellationToken cancellationToken) =>
        parts.Waiter.UntilVisibleAsync(token => parts.Ec2.DeleteTagsAsync(request, token), WaitOptions.Default, cancellationToken);
}
