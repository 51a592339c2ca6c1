using System.Text.Json;

namespace Replication.Hypervisors.Qemu.Running;

/// <summary>How a job of QEMU stands (query-jobs).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">As QEMU names it: running, ready, concluded, ...</param>
/// <param name="Done">Bytes done.</param>
/// <param name="Total">Bytes in all, as far as is known.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
internal sealed record CopyJob(string Id, string Status, long Done, long Total, string? Error)
{
    public bool IsReady => Status == "ready";

    public bool IsOver => Status == "concluded";

    public static CopyJob Parse(JsonElement job) => new(
        job.GetProperty("id").GetString()!, job.GetProperty("status").GetString()!, job.GetProperty("current-progress").GetInt64(),
        job.GetProperty("total-progress").GetInt64(), job.TryGetProperty("error", out JsonElement error) ? error.GetString() : null);
}
