using Replication.Core.Errors;
using Replication.Core.Policies;
using Replication.Core.Sites;

namespace Replication.Core.Service;

internal static class AchievableFrequency
{
    /// <exception cref="ReplicationException">FrequencyNotAchievable</exception>
    public static void Require(ReplicationPolicy policy, ISite site)
    {
        if (policy.ReplicationFrequency >= site.Abilities.MinimumFrequency) return;
        throw new ReplicationException(
            "FrequencyNotAchievable", $"Policy {policy.Name}",
            $"It replicates every {policy.ReplicationFrequency.TotalSeconds:0} s; site {site.Definition.Name} cannot keep that up: {site.Abilities.MinimumFrequencyReason}.",
            $"{site.Abilities.MinimumFrequency.TotalSeconds:0} s or more.");
    }
}
