using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Rules.Failback;

/// <summary>The configuration server has the failback policy, with the values that it always has (FBK-24..26).</summary>
internal static class FailbackPolicyRules
{
    public static IEnumerable<Finding> Check(FailbackView view)
    {
        if (view.Inventory.ConfigurationServer is not { } server) yield break;
        string name = $"Configuration server {server.Name}";
        yield return Answer.Of(
            "FBK-25", FailbackErrorIds.FailbackPolicyMissing, server.FailbackPolicy is not null, name,
            server.FailbackPolicy is null ? "No failback policy is associated with it." : "The failback policy is associated with it.", "the failback policy.",
            "Create a policy for the way to the cloud; the failback policy comes with it.");
        if (server.FailbackPolicy is not { } values) yield break;
        yield return Answer.Of(
            "FBK-26", FailbackErrorIds.FailbackPolicyChanged, values == FailbackPolicy.Values, name,
            $"RPO threshold {values.RpoThresholdMinutes} min, retention {values.RetentionHours} h, application-consistent every {values.AppConsistentMinutes} min.",
            FailbackPolicy.Description, "Associate the failback policy itself; a policy with other values is a policy of its own.");
    }
}
