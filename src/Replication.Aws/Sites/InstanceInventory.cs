using Amazon.EC2.Model;
using Replication.Core.Errors;
using Replication.Core.Machines;

namespace Replication.Aws.Sites;

/// <summary>The machines of the site: instances that are not terminated and not half made.</summary>
internal sealed class InstanceInventory(SiteParts parts)
{
    /// <summary>A filter takes at most 200 values.</summary>
    private const int FilterValues = 200;

    public async Task<IReadOnlyList<Machine>> ListAsync(CancellationToken cancellationToken)
    {
        List<Instance> instances = [.. (await parts.Lookup.InstancesAsync(cancellationToken)).Where(MachineMapper.IsComplete)];
        Dictionary<string, Volume> volumes = await VolumesAsync(instances, cancellationToken);
        await parts.Types.LoadAsync(instances.Select(instance => instance.InstanceType?.Value).OfType<string>(), cancellationToken);
        return [.. instances.Select(instance => MachineMapper.ToMachine(instance, volumes, TypeOf(instance)))];
    }

    public async Task<Machine?> FindAsync(string machineId, CancellationToken cancellationToken) =>
        await parts.Lookup.FindInstanceAsync(machineId, cancellationToken) is { } instance && MachineMapper.IsComplete(instance)
            ? await DescribeAsync(instance, cancellationToken)
            : null;

    public async Task<Machine> DescribeAsync(Instance instance, CancellationToken cancellationToken)
    {
        Dictionary<string, Volume> volumes = await VolumesAsync([instance], cancellationToken);
        if (instance.InstanceType is { } type) await parts.Types.LoadAsync([type.Value], cancellationToken);
        return MachineMapper.ToMachine(instance, volumes, TypeOf(instance));
    }

    /// <summary>Error: MachineNotFound.</summary>
    public async Task<Instance> RequireAsync(string machineId, CancellationToken cancellationToken) =>
        await parts.Lookup.FindInstanceAsync(machineId, cancellationToken) is { } instance && MachineMapper.IsComplete(instance)
            ? instance
            : throw new ReplicationException("MachineNotFound", $"Machine {machineId}", $"Site {parts.SiteName} has none of this id.", "the id of a machine of the site.");

    /// <summary>The volume of a disk, as EC2 describes it. Error: DiskNotFound.</summary>
    public async Task<EbsTargetPlace> RequireDiskAsync(Instance instance, string diskId, CancellationToken cancellationToken)
    {
        Dictionary<string, Volume> volumes = await VolumesAsync([instance], cancellationToken);
        string machineId = MachineMapper.IdOf(instance);
        foreach (InstanceDevice device in InstanceDevice.Of(instance))
        {
            if (volumes.TryGetValue(device.VolumeId, out Volume? volume) && MachineMapper.DiskIdOf(volume, device.Name) == diskId)
                return new EbsTargetPlace(machineId, instance.InstanceId!, device.Name, diskId, volume, device.DeletesWithInstance);
        }

        throw new ReplicationException("DiskNotFound", $"Machine {machineId}", $"It has no disk {diskId}.", "a disk of the machine.");
    }

    private InstanceTypeInfo? TypeOf(Instance instance) => instance.InstanceType is { } type ? parts.Types.Known(type.Value) : null;

    private async Task<Dictionary<string, Volume>> VolumesAsync(IEnumerable<Instance> instances, CancellationToken cancellationToken)
    {
        var volumes = new Dictionary<string, Volume>(StringComparer.Ordinal);
        IEnumerable<string> ids = instances.SelectMany(InstanceDevice.Of).Select(device => device.VolumeId);
        foreach (string[] chunk in ids.Chunk(FilterValues))
        {
            foreach (Volume volume in await parts.Lookup.VolumesByIdAsync(chunk, cancellationToken)) volumes[volume.VolumeId!] = volume;
        }

        return volumes;
    }
}
