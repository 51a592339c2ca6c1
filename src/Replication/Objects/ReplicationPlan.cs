using Replication.Core.Jobs;

namespace Replication.Objects;

/// <summary>What a job will do, in order.</summary>
public sealed class ReplicationPlan
{
    internal ReplicationPlan(JobPlan plan, string verb, string targetName)
    {
        Verb = verb;
        TargetName = targetName;
        Summary = plan.Summary;
        Steps = [.. plan.Steps.Select(step => step.Description)];
        Warnings = [.. plan.Warnings];
        EstimatedStorage = plan.EstimatedStorage;
    }

    public string Verb { get; }

    public string TargetName { get; }

    public string Summary { get; }

    public string[] Steps { get; }

    public string[] Warnings { get; }

    /// <summary>Bytes the destination is expected to need in the end; null where the verb stores nothing.</summary>
    public long? EstimatedStorage { get; }

    /// <summary>The whole plan as text, a line a step: what -WhatIf prints.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        [Summary, .. Steps.Select((step, index) => $"  {index + 1}. {step}"), .. Warnings.Select(warning => $"  Warning: {warning}")]);
}
