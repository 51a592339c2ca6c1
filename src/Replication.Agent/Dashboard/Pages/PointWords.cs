using Replication.Agent.Dashboard.Markup;
using Replication.Core.RecoveryPoints;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>What a recovery point is, in words.</summary>
internal static class PointWords
{
    public static string Consistency(RecoveryPoint point) =>
        point.Consistency == Core.RecoveryPoints.Consistency.ApplicationConsistent ? "application-consistent" : "crash-consistent";

    /// <summary>The strongest that is known of it.</summary>
    public static string Proof(RecoveryPoint point) => point switch
    {
        { BootCheck: { Observation.Passed: true } boot } => $"booted in {Show.Took(boot.Observation.BootTime)}",
        { BootCheck: not null } => "did not boot",
        { Verification: Verification.ReadBack } => "read back and compared",
        { Verification: Verification.Accepted } => "checked on arrival",
        _ => "not checked",
    };
}
