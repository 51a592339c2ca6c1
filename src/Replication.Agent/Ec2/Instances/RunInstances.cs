using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Instances;

internal static class RunInstances
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        LaunchRequest request = LaunchRequest.Read(call);
        call.Begin();
        IReadOnlyList<InstanceRecord> instances = Repeated()
            ?? await new Launch(call, await new LaunchPlanner(call).PlanAsync(request, cancellationToken)).RunAsync(Repeated, cancellationToken);
        return InstanceXml.Reservation(call, instances, instance => instance.State.State);

        IReadOnlyList<InstanceRecord>? Repeated()
        {
            if (request.Token is null) return null;
            List<InstanceRecord> before = [.. call.Region.Instances.All
                .Where(instance => instance.AccountId == call.AccountId && instance.Token?.Token == request.Token.Token)
                .OrderBy(instance => instance.LaunchIndex)];
            if (before.Count == 0) return null;
            return before[0].Token == request.Token ? before : throw Ec2Refusals.TokenReused();
        }
    }
}
