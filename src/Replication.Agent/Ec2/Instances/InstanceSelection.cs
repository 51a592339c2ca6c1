using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Instances;

internal static class InstanceSelection
{
    /// <summary>For how long EC2 shows an instance that is gone.</summary>
    public static TimeSpan Remembrance { get; } = TimeSpan.FromHours(1);

    /// <summary>Those named or all, without those that were terminated long ago.</summary>
    public static IEnumerable<InstanceRecord> Current(Ec2Call call, IReadOnlyList<string> ids) =>
        call.Region.Instances.Select(call, ids).Where(instance => instance.TerminationTime is null || call.Now < instance.TerminationTime + Remembrance);
}
