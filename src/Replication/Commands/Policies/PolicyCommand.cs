using System.ComponentModel;
using Replication.Core.Errors;
using Replication.Core.Schedules;
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

    [Parameter]
    [ValidateSet("Off", "Window", "Always")]
    public string? AutoResynchronize { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResynchronizeHours { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    [ValidateNotNull]
    public string[]? BandwidthLimit { get; set; }

    [Parameter]
    [AllowEmptyString]
    public string? TimeZone { get; set; }

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
        AutoResynchronize = AutoResynchronize is null ? policy.AutoResynchronize : Enum.Parse<AutoResynchronize>(AutoResynchronize, ignoreCase: true),
        ResynchronizeHours = ResynchronizeHours is null ? policy.ResynchronizeHours : Hours(policy, ResynchronizeHours),
        BandwidthLimits = BandwidthLimit is null ? policy.BandwidthLimits : [.. BandwidthLimit.Select(Core.Schedules.BandwidthLimit.Parse)],
        TimeZone = TimeZone switch { null => policy.TimeZone, "" => null, _ => TimeZone },
    };

    private static DailyHours Hours(EnginePolicy policy, string text) => DailyHours.TryParse(text) ?? throw new ReplicationException(
        "PolicyInvalid", $"Policy {policy.Name}", $"ResynchronizeHours is '{text}'.", "hours such as 18:30-06:00.");
}
