using Replication.Agent.Dashboard.Markup;
using Replication.Core.Health;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>What has changed since the newest point, and how long that takes at the pace of the newest replications; nothing is guessed.</summary>
internal static class BacklogWords
{
    public static string Of(ReplicationHealth health) => health.PendingReplicationSize switch
    {
        null => "not known",
        0 => "nothing",
        { } pending => health.TimeToCatchUp is { } time ? $"{Show.Size(pending)}, {Show.Took(time)} to catch up" : Show.Size(pending),
    };
}
