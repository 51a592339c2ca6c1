using System.ComponentModel;
using Replication.Pipeline;

namespace Replication.Commands.Policies;

/// <summary>Base of the cmdlets that make and change policies.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PolicyCommand : ReplicationCmdlet
{
    [Parameter]
    public TimeSpan? ReplicationFrequency { get; set; }

    [Parameter]
    [ValidateRange(0, EnginePolicy.MaximumRecoveryHistory)]
    public int? RecoveryHistory { get; set; }

    [Parameter]
    public TimeSpan? RecoveryPointInterval { get; set; }

    [Parameter]
    [ValidateRange(0, 3650)]
    public int? DailyPoints { get; set; }

    [Parameter]
    public TimeSpan? ApplicationConsistencyInterval { get; set; }

    [Parameter]
    public SwitchParameter RequireApplicationConsistency { get; set; }

    [Parameter]
    public TimeSpan? RpoThreshold { get; set; }

    /// <summary>The policy with what was given in place of what it had.</summary>
    protected EnginePolicy Changed(EnginePolicy policy) => policy with
    {
        ReplicationFrequency = ReplicationFrequency ?? policy.ReplicationFrequency,
        RecoveryHistory = RecoveryHistory ?? policy.RecoveryHistory,
        RecoveryPointInterval = RecoveryPointInterval ?? policy.RecoveryPointInterval,
        DailyPoints = DailyPoints ?? policy.DailyPoints,
        ApplicationConsistencyInterval = ApplicationConsistencyInterval ?? policy.ApplicationConsistencyInterval,
        RequiresApplicationConsistency = MyInvocation.BoundParameters.ContainsKey(nameof(RequireApplicationConsistency))
            ? RequireApplicationConsistency
            : policy.RequiresApplicationConsistency,
        RpoThreshold = RpoThreshold ?? policy.RpoThreshold,
    };
}
