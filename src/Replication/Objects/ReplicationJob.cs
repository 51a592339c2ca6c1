using System.Collections.Specialized;
using System.Text.Json;
using Replication.Core.Jobs;

namespace Replication.Objects;

/// <summary>One long operation of the engine.</summary>
public sealed class ReplicationJob
{
    internal ReplicationJob(EngineJob job)
    {
        JobId = job.Id;
        Verb = job.Verb;
        TargetName = job.TargetName;
        VMId = [.. job.VmIds];
        State = job.JobState.ToString();
        Detached = job.Detached;
        SubmittedBy = job.SubmittedBy;
        SubmittedAt = job.SubmittedAt;
        NotBefore = job.NotBefore;
        StartedAt = job.StartedAt;
        EndedAt = job.EndedAt;
        Attempts = job.Attempts;
        CanResume = job.CanContinue;
        Activity = job.Progress?.Activity;
        PercentComplete = job.JobState == JobState.Succeeded ? 100
            : job.Progress is { Length: > 0 } progress ? (int)Math.Clamp(100.0 * progress.Position / progress.Length, 0, 100) : 0;
        BytesRead = job.Progress?.BytesRead ?? 0;
        BytesSent = job.Progress?.BytesSent ?? 0;
        ErrorId = job.Error?.ErrorId;
        Error = job.Error?.Message;
        Plan = job.Plan is { } plan ? new ReplicationPlan(plan, job.Verb, job.TargetName) : null;
        Result = job.Result is { } result ? Plain(JsonDocument.Parse(result).RootElement) : null;
    }

    public string JobId { get; }

    public string Verb { get; }

    public string TargetName { get; }

    /// <summary>The replicated VMs it works on.</summary>
    public string[] VMId { get; }

    /// <summary>Queued, Running, Interrupted, Succeeded, Failed or Abandoned.</summary>
    public string State { get; }

    /// <summary>Run by the workspace's host, whoever looks on.</summary>
    public bool Detached { get; }

    public string SubmittedBy { get; }

    public DateTimeOffset SubmittedAt { get; }

    public DateTimeOffset? NotBefore { get; }

    public DateTimeOffset? StartedAt { get; }

    public DateTimeOffset? EndedAt { get; }

    /// <summary>Time from start to end; null while it has not ended.</summary>
    public TimeSpan? Duration => EndedAt - StartedAt;

    /// <summary>More than one means that it was continued.</summary>
    public int Attempts { get; }

    /// <summary>Whether Resume-ReplicationJob can continue it.</summary>
    public bool CanResume { get; }

    public string? Activity { get; }

    public int PercentComplete { get; }

    public long BytesRead { get; }

    public long BytesSent { get; }

    public string? ErrorId { get; }

    public string? Error { get; }

    /// <summary>What it was going to do; null while it has not been planned.</summary>
    public ReplicationPlan? Plan { get; }

    /// <summary>Facts that the verb left, by name; null where it has none or has not succeeded.</summary>
    public object? Result { get; }

    public override string ToString() => JobId;

    /// <summary>Dictionaries, arrays and values, which PowerShell shows and reaches into by itself.</summary>
    private static object? Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Properties(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? (object)whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static OrderedDictionary Properties(JsonElement element)
    {
        var properties = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in element.EnumerateObject()) properties.Add(property.Name, Plain(property.Value));
        return properties;
    }
}
