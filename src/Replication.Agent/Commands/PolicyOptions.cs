using System.CommandLine;
using Replication.Core.Policies;
using Replication.Core.Schedules;

namespace Replication.Agent.Commands;

/// <summary>What can be said about a policy; what is not said stays as it is.</summary>
internal sealed class PolicyOptions
{
    private readonly Option<double?> _frequency = new("--frequency") { Description = "Seconds between replications (300 when made)." };
    private readonly Option<int?> _history = new("--history") { Description = "Recovery points kept beside the latest, 0 to 24 (24 when made)." };
    private readonly Option<double?> _interval = new("--interval") { Description = "Minutes between these points; 0 keeps one per replication (60 when made)." };
    private readonly Option<int?> _daily = new("--daily") { Description = "One point per day for so many days (0 when made)." };
    private readonly Option<double?> _rpo = new("--rpo") { Description = "Minutes after which the newest point is too old (15 when made)." };
    private readonly Option<double?> _applications = new("--application-consistent-every")
    {
        Description = "Hours between points for which the guests freeze their file systems (1 to 12); 0 for none.",
    };

    private readonly Option<bool?> _required = new("--require-application-consistency") { Description = "Replicate no guest that cannot do that; otherwise it is told and goes without." };

    private readonly Option<AutoResynchronize?> _resynchronize = new("--auto-resync")
    {
        Description = "Compare a VM whose replica was found wrong by itself: Off, Window (within --resync-hours) or Always.",
    };

    private readonly Option<DailyHours?> _hours = new("--resync-hours")
    {
        Description = "When that may begin, such as 18:30-06:00.",
        CustomParser = result =>
        {
            if (DailyHours.TryParse(result.Tokens[0].Value) is { } hours) return hours;
            result.AddError($"--resync-hours: '{result.Tokens[0].Value}' is not of the form 18:30-06:00.");
            return null;
        },
    };

    private readonly Option<string[]> _limits = new("--limit")
    {
        Description = "What may be sent between the sites at which time: 10MiB/s, '08:00-18:00 Mon-Fri 50Mbit/s'; 'none' lifts all.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _zone = new("--time-zone") { Description = "Whose clock these hours are, such as Europe/Berlin or UTC; 'local' for that of the agent's machine." };

    public Option[] All => [_frequency, _history, _interval, _daily, _rpo, _applications, _required, _resynchronize, _hours, _limits, _zone];

    public ReplicationPolicy Changed(CommandContext given, ReplicationPolicy policy)
    {
        string[] limits = given.Get(_limits) ?? [];
        return policy with
        {
            ReplicationFrequency = given.Get(_frequency) is { } seconds ? TimeSpan.FromSeconds(seconds) : policy.ReplicationFrequency,
            RecoveryHistory = given.Get(_history) ?? policy.RecoveryHistory,
            RecoveryPointInterval = given.Get(_interval) is { } minutes ? TimeSpan.FromMinutes(minutes) : policy.RecoveryPointInterval,
            DailyPoints = given.Get(_daily) ?? policy.DailyPoints,
            RpoThreshold = given.Get(_rpo) is { } threshold ? TimeSpan.FromMinutes(threshold) : policy.RpoThreshold,
            ApplicationConsistencyInterval = given.Get(_applications) is { } hours ? TimeSpan.FromHours(hours) : policy.ApplicationConsistencyInterval,
            RequiresApplicationConsistency = given.Get(_required) ?? policy.RequiresApplicationConsistency,
            AutoResynchronize = given.Get(_resynchronize) ?? policy.AutoResynchronize,
            ResynchronizeHours = given.Get(_hours) ?? policy.ResynchronizeHours,
            BandwidthLimits = limits.Length == 0 ? policy.BandwidthLimits : limits is ["none"] ? [] : [.. limits.Select(BandwidthLimit.Parse)],
            TimeZone = given.Get(_zone) switch { null => policy.TimeZone, "local" => null, var zone => zone },
        };
    }

    /// <summary>What an admin should know about the policy as it is now.</summary>
    public static void Advise(CommandContext context, ReplicationPolicy policy)
    {
        if (policy.ApplicationConsistencyInterval > TimeSpan.Zero)
            context.Output.Warning("Application-consistent points cost the guests: whatever writes waits while their file systems are frozen.");
        foreach (string advice in PolicyAdvice.For(policy)) context.Output.Warning(advice);
    }
}
