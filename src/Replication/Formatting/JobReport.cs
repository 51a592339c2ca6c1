using System.Globalization;
using System.Text;

namespace Replication.Formatting;

/// <summary>A job as Format-Custom shows it: how it ended, and the plan it followed.</summary>
public static class JobReport
{
    public static string Of(Objects.ReplicationJob job, object? style)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{job.Verb} {job.TargetName}: {Colour.Of(job.State, style)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  job {job.JobId}, submitted by {job.SubmittedBy} at {job.SubmittedAt:u}, attempts {job.Attempts}");
        if (job.Duration is { } took) text.AppendLine(CultureInfo.InvariantCulture, $"  took {Human.Duration(took)}, read {Human.Size(job.BytesRead)}, sent {Human.Size(job.BytesSent)}");
        if (job.ErrorId is not null) text.AppendLine(CultureInfo.InvariantCulture, $"  {job.ErrorId}: {job.Error}");
        if (job.CanResume) text.AppendLine(CultureInfo.InvariantCulture, $"  Resume-ReplicationJob {job.JobId} continues it");
        if (job.Plan is { } plan) text.Append(CultureInfo.InvariantCulture, $"  {plan.ToString().ReplaceLineEndings(Environment.NewLine + "  ")}");
        return text.ToString();
    }
}
