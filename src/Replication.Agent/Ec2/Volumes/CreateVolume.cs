using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Volumes;

internal static class CreateVolume
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        QueryParameters parameters = call.Parameters;
        string zone = call.Region.Zones.Get(parameters.Text("AvailabilityZone") ?? parameters.Text("AvailabilityZoneId") ?? throw Ec2Refusals.Missing("AvailabilityZone"));
        BlockDevice wanted = BlockDeviceMapping.ReadVolume(parameters, "", "Size");
        TagSpecifications tags = TagSpecifications.Read(parameters, ResourceKind.Volume);
        ClientToken? token = parameters.Text("ClientToken") is { } text ? new ClientToken(text, call.Fingerprint()) : null;
        if (parameters.Flag("MultiAttachEnabled") == true)
            throw new Ec2Refusal("UnsupportedOperation", "Volumes of this server are attached to one instance at a time.");
        call.Begin();

        if (Repeated(call, token) is { } before) return Answer(before, call);
        VolumePlan plan = await new VolumePlanner(call, "InvalidParameterValue").PlanAsync(wanted, cancellationToken);
        VolumeRecord volume = await new VolumeMaker(call).MakeAsync(plan, zone, tags.For(ResourceKind.Volume), cancellationToken);
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        if (Repeated(call, token) is { } meanwhile)
        {
            call.Region.Files.Delete(volume.Id);
            return Answer(meanwhile, call);
        }

        call.Region.Volumes.Put(volume with { Token = token });
        return Answer(volume, call);
    }

    private static VolumeRecord? Repeated(Ec2Call call, ClientToken? token)
    {
        if (token is null) return null;
        VolumeRecord? volume = call.Region.Volumes.All.FirstOrDefault(item => item.AccountId == call.AccountId && item.Token?.Token == token.Token);
        return volume is null || volume.Token == token ? volume : throw Ec2Refusals.TokenReused();
    }

    private static IEnumerable<XElement?> Answer(VolumeRecord volume, Ec2Call call) => VolumeXml.Of(volume, volume.State.State, null, call.Now);
}
