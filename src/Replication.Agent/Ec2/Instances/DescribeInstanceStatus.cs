using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Instances;

internal static class DescribeInstanceStatus
{
    public static Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = call.Parameters.Ids("InstanceId", ResourceKind.Instance);
        bool all = call.Parameters.Flag("IncludeAllInstances") ?? false;
        Func<InstanceRecord, bool> filter = Filters(call).Read(call.Parameters);
        var paged = Page<InstanceRecord>.Read(call);
        call.Begin();
        Page<InstanceRecord> page = paged(InstanceSelection.Current(call, ids)
            .Where(instance => all || instance.State.At(call.Now) == InstanceRecord.Running)
            .Where(filter));
        return Task.FromResult<IEnumerable<XElement?>>(
            [Ec2Xml.List("instanceStatusSet", page.Items, instance => Status(call, instance)), Ec2Xml.Value("nextToken", page.NextToken)]);
    }

    private static FilterTable<InstanceRecord> Filters(Ec2Call call) => new(new Dictionary<string, Func<InstanceRecord, IEnumerable<object?>>>
    {
        ["availability-zone"] = instance => [instance.Zone],
        ["instance-state-code"] = instance => [InstanceRecord.Code(instance.State.At(call.Now))],
        ["instance-state-name"] = instance => [instance.State.At(call.Now)],
        ["instance-status.status"] = instance => [Health(instance.State.At(call.Now))],
        ["system-status.status"] = instance => [Health(instance.State.At(call.Now))],
    });

    private static IEnumerable<XElement?> Status(Ec2Call call, InstanceRecord instance)
    {
        string state = instance.State.At(call.Now);
        return
        [
            Ec2Xml.Value("instanceId", instance.Id),
            Ec2Xml.Value("availabilityZone", instance.Zone),
            InstanceXml.State("instanceState", state),
            Check("instanceStatus", state),
            Check("systemStatus", state),
        ];
    }

    private static XElement Check(string name, string state) => Ec2Xml.Group(
        name,
        Ec2Xml.Value("status", Health(state)),
        state == InstanceRecord.Running
            ? Ec2Xml.List("details", ["passed"], status => [Ec2Xml.Value("name", "reachability"), Ec2Xml.Value("status", status)])
            : null);

    private static string Health(string state) => state == InstanceRecord.Running ? "ok" : "not-applicable";
}
