using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;
using Replication.Agent.Ec2.Volumes;

namespace Replication.Agent.Ec2.Instances;

/// <summary>What goes with an instance. May be repeated: a crash in the middle is finished when the server starts.</summary>
internal static class InstanceEnd
{
    public static void Finish(Ec2Region region, InstanceRecord instance)
    {
        foreach (VolumeRecord volume in region.VolumesOf(instance.Id))
        {
            if (volume.Attachment!.DeleteOnTermination) DeleteVolume.Remove(region, volume.Id);
            else region.Volumes.Put(volume with { Attachment = null });
        }

        foreach (InterfaceRecord item in region.InterfacesOf(instance.Id))
        {
            if (item.Attachment!.DeleteOnTermination) region.Interfaces.Remove(item.Id);
            else region.Interfaces.Put(item with { Attachment = null });
        }

        region.Devices.Remove(instance.Id);
    }
}
