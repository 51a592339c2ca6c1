using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Volumes;

internal static class DeleteVolume
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string volumeId = call.Parameters.RequiredId("VolumeId", ResourceKind.Volume);
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        VolumeRecord volume = call.Region.Volumes.Get(call, volumeId);
        if (volume.AttachmentAt(call.Now) is { } attachment)
            throw new Ec2Refusal("VolumeInUse", $"Volume {volumeId} is currently attached to {attachment.InstanceId}");
        Remove(call.Region, volumeId);
        return Ec2Xml.Done();
    }

    /// <summary>The document first: a file that nobody knows is swept when the server starts.</summary>
    public static void Remove(Ec2Region region, string volumeId)
    {
        region.Volumes.Remove(volumeId);
        region.Files.Delete(volumeId);
    }
}
