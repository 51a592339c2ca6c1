using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Instances;

/// <summary>Starting, stopping, rebooting and terminating. All named instances are checked before the first is changed.</summary>
internal static class InstanceStateActions
{
    public static Task<IEnumerable<XElement?>> StartAsync(Ec2Call call, CancellationToken cancellationToken) => ChangeAsync(
        call,
        (instance, state) => state switch
        {
            InstanceRecord.Running or InstanceRecord.Pending => null,
            InstanceRecord.Stopped => instance with
            {
                State = call.Region.Passing(InstanceRecord.Pending, InstanceRecord.Running, call.Region.Options.InstanceStart),
                LaunchTime = call.Now,
                StateReason = "",
            },
            _ => throw Ec2Refusals.WrongInstanceState(instance.Id, state, "started"),
        },
        cancellationToken);

    public static Task<IEnumerable<XElement?>> StopAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        // Nothing runs inside that could refuse to stop, or that could be frozen.
        call.Parameters.Disregard("Force");
        if (call.Parameters.Flag("Hibernate") == true)
            throw new Ec2Refusal("UnsupportedHibernationConfiguration", "No instance here is configured for hibernation.");
        return ChangeAsync(
            call,
            (instance, state) => state switch
            {
                InstanceRecord.Stopped or InstanceRecord.Stopping => null,
                _ when instance.DisableApiStop => throw new Ec2Refusal("OperationNotPermitted", $"The instance '{instance.Id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again."),
                InstanceRecord.Running or InstanceRecord.Pending => instance with
                {
                    State = call.Region.Passing(InstanceRecord.Stopping, InstanceRecord.Stopped, call.Region.Options.InstanceStop),
                    StateReason = Reason(call),
                },
                _ => throw Ec2Refusals.WrongInstanceState(instance.Id, state, "stopped"),
            },
            cancellationToken);
    }

    public static Task<IEnumerable<XElement?>> TerminateAsync(Ec2Call call, CancellationToken cancellationToken) => ChangeAsync(
        call,
        (instance, _) => instance switch
        {
            { IsGone: true } => null,
            { DisableApiTermination: true } => throw new Ec2Refusal(
                "OperationNotPermitted", $"The instance '{instance.Id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again."),
            _ => instance with
            {
                State = call.Region.Passing(InstanceRecord.ShuttingDown, InstanceRecord.Terminated, call.Region.Options.InstanceTermination),
                TerminationTime = call.Now,
                StateReason = Reason(call),
            },
        },
        cancellationToken);

    public static async Task<IEnumerable<XElement?>> RebootAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        await ChangeAsync(
            call,
            (instance, state) => state == InstanceRecord.Running ? null : throw Ec2Refusals.WrongInstanceState(instance.Id, state, "rebooted"),
            cancellationToken);
        return Ec2Xml.Done();
    }

    /// <param name="call">Names the instances.</param>
    /// <param name="change">The instance as it becomes, or null when it is in the wanted state already.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    private static async Task<IEnumerable<XElement?>> ChangeAsync(
        Ec2Call call, Func<InstanceRecord, string, InstanceRecord?> change, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = call.Parameters.RequiredIds("InstanceId", ResourceKind.Instance);
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        List<(InstanceRecord Before, string State, InstanceRecord? After)> changes = [];
        foreach (string id in ids.Distinct(StringComparer.Ordinal))
        {
            InstanceRecord instance = call.Region.Instances.Get(call, id);
            string state = instance.State.At(call.Now);
            changes.Add((instance, state, change(instance, state)));
        }

        foreach (InstanceRecord after in changes.Select(item => item.After).OfType<InstanceRecord>())
        {
            call.Region.Instances.Put(after);
            if (after.IsGone) InstanceEnd.Finish(call.Region, after);
        }

        return
        [
            Ec2Xml.List(
                "instancesSet",
                changes,
                item =>
                [
                    Ec2Xml.Value("instanceId", item.Before.Id),
                    InstanceXml.State("currentState", item.After?.State.State ?? item.State),
                    InstanceXml.State("previousState", item.State),
                ]),
        ];
    }

    private static string Reason(Ec2Call call) => $"User initiated ({call.Now.UtcDateTime:yyyy-MM-dd HH:mm:ss} GMT)";
}
