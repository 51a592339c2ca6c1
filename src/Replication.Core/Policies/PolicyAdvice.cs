using System.Globalization;

namespace Replication.Core.Policies;

/// <summary>What a policy promises and cannot keep, whatever the network: said when it is set, not when a point is missing.</summary>
public static class PolicyAdvice
{
    /// <returns>Sentences that begin with a stable id; empty when the numbers fit together.</returns>
    public static IReadOnlyList<string> For(ReplicationPolicy policy)
    {
        var advice = new List<string>();
        TimeSpan frequency = policy.ReplicationFrequency;
        if (policy.RecoveryHistory > 0 && policy.RecoveryPointInterval > TimeSpan.Zero && frequency > policy.RecoveryPointInterval)
        {
            advice.Add(
                $"RetentionNotFilled: policy {policy.Name} keeps {policy.RecoveryHistory} points {Text(policy.RecoveryPointInterval)} apart and replicates every {Text(frequency)}: "
                + $"between two replications there is no point to keep, so they are {Text(frequency)} apart.");
        }

        if (policy.DailyPoints > 0 && frequency > TimeSpan.FromDays(1))
            advice.Add($"RetentionNotFilled: policy {policy.Name} keeps a point of each of {policy.DailyPoints} days and replicates every {Text(frequency)}: some days have none.");
        if (policy.RpoThreshold < frequency)
        {
            advice.Add(
                $"RpoNotReachable: policy {policy.Name} allows {Text(policy.RpoThreshold)} of loss and replicates every {Text(frequency)}: the threshold is exceeded before each replication.");
        }

        if (policy.ApplicationConsistencyInterval > TimeSpan.Zero && policy.ApplicationConsistencyInterval < frequency)
        {
            advice.Add(
                $"ApplicationConsistencyNotFilled: policy {policy.Name} wants an application-consistent point every {Text(policy.ApplicationConsistencyInterval)} "
                + $"and replicates every {Text(frequency)}.");
        }

        return advice;
    }

    private static string Text(TimeSpan time) =>
        time.Ticks % TimeSpan.TicksPerDay == 0 ? Of(time.TotalDays, "day")
        : time.Ticks % TimeSpan.TicksPerHour == 0 ? Of(time.TotalHours, "hour")
        : time.Ticks % TimeSpan.TicksPerMinute == 0 ? Of(time.TotalMinutes, "minute")
        : Of(time.TotalSeconds, "second");

    private static string Of(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number:0.###} {unit}{(number == 1 ? "" : "s")}");
}
