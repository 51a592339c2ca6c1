using Replication.Agent.Ec2.Network;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;
using Replication.Agent.Ec2.Volumes;

namespace Replication.Agent.Ec2.Instances;

/// <summary>
/// Carries out a launch: first the content of the volumes, which may take long, then, inside the gate, the documents:
/// volumes, interfaces, and last the instance. A crash before that leaves things that recovery knows to be nobody's.
/// </summary>
internal sealed class Launch(Ec2Call call, LaunchPlan plan)
{
    private readonly string _reservationId = ResourceId.New("r");

    public async Task<IReadOnlyList<InstanceRecord>> RunAsync(Func<IReadOnlyList<InstanceRecord>?> repeated, CancellationToken cancellationToken)
    {
        List<List<VolumeRecord>> made = [];
        bool committed = false;
        try
        {
            for (int i = 0; i < plan.Request.MaxCount; i++) made.Add(await MakeVolumesAsync(cancellationToken));
            using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
            if (repeated() is { } before) return before;

            // Everything that can be refused is refused before the first document is written.
            List<List<InterfaceRecord>> interfaces = MakeInterfaces();
            var instances = new List<InstanceRecord>();
            for (int i = 0; i < made.Count; i++) instances.Add(Commit(i, made[i], interfaces[i]));
            committed = true;
            return instances;
        }
        finally
        {
            if (!committed) foreach (VolumeRecord volume in made.SelectMany(volumes => volumes)) call.Region.Files.Delete(volume.Id);
        }
    }

    private async Task<List<VolumeRecord>> MakeVolumesAsync(CancellationToken cancellationToken)
    {
        List<VolumeRecord> volumes = [];
        var maker = new VolumeMaker(call);
        try
        {
            foreach (PlannedDevice device in plan.Devices)
                volumes.Add(await maker.MakeAsync(device.Volume, plan.Subnet.Zone, plan.Request.Tags.For(ResourceKind.Volume), cancellationToken));
            return volumes;
        }
        catch
        {
            foreach (VolumeRecord volume in volumes) call.Region.Files.Delete(volume.Id);
            throw;
        }
    }

    private List<List<InterfaceRecord>> MakeInterfaces()
    {
        var addresses = new Dictionary<string, SubnetAddresses>(StringComparer.Ordinal);
        List<List<InterfaceRecord>> result = [];
        for (int i = 0; i < plan.Request.MaxCount; i++)
            result.Add([.. plan.Request.Interfaces.Select(wanted => wanted.ExistingId is null ? Make(wanted, addresses) : Existing(wanted.ExistingId))]);
        return result;
    }

    private InterfaceRecord Existing(string id)
    {
        InterfaceRecord item = call.Region.Interfaces.Get(call, id);
        InterfaceAttachmentActions.RefuseAttached(call, item);
        RefuseElsewhere(item.Zone, item.VpcId);
        return item;
    }

    private InterfaceRecord Make(LaunchInterface wanted, Dictionary<string, SubnetAddresses> addresses)
    {
        SubnetRecord subnet = wanted.SubnetId is null ? plan.Subnet : call.Region.Subnets.Get(call, wanted.SubnetId);
        RefuseElsewhere(subnet.Zone, subnet.VpcId);
        if (!addresses.TryGetValue(subnet.Id, out SubnetAddresses? free)) addresses[subnet.Id] = free = new SubnetAddresses(call.Region, subnet);
        var item = new InterfacePlan
        {
            Subnet = subnet,
            GroupIds = SecurityGroupSelection.Resolve(call, subnet.VpcId, wanted.GroupIds, wanted.GroupNames),
            Description = wanted.Description,
            Wanted = wanted.Addresses,
            MoreAddresses = wanted.MoreAddresses,
        };
        return item.Make(call, free, plan.Request.Tags.For(ResourceKind.Interface));
    }

    private void RefuseElsewhere(string zone, string vpcId)
    {
        if (zone != plan.Subnet.Zone || vpcId != plan.Subnet.VpcId)
            throw Ec2Refusals.InvalidCombination("All network interfaces of an instance must be in the same availability zone and VPC.");
    }

    private InstanceRecord Commit(int index, List<VolumeRecord> volumes, List<InterfaceRecord> interfaces)
    {
        InstanceRecord instance = NewInstance.Describe(call, plan, _reservationId, index);
        for (int i = 0; i < volumes.Count; i++)
        {
            BlockDevice device = plan.Devices[i].Device;
            var attachment = new VolumeAttachment
            {
                InstanceId = instance.Id,
                Device = device.Device,
                AttachTime = call.Now,
                DeleteOnTermination = device.DeleteOnTermination ?? true,
                State = call.Region.Passing(VolumeAttachment.Attaching, VolumeAttachment.Attached, call.Region.Options.Attachment),
            };
            call.Region.Volumes.Put(volumes[i] with { Attachment = attachment });
            call.Region.Devices.Attach(instance.Id, device.Device, volumes[i].Id);
        }

        for (int i = 0; i < interfaces.Count; i++)
        {
            LaunchInterface wanted = plan.Request.Interfaces[i];
            bool delete = wanted.DeleteOnTermination ?? wanted.ExistingId is null;
            call.Region.Interfaces.Put(interfaces[i] with { Attachment = InterfaceAttachmentActions.New(call, instance.Id, wanted.DeviceIndex, delete) });
        }

        call.Region.Instances.Put(instance);
        return instance;
    }
}
