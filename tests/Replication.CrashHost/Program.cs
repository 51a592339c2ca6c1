using Replication.Core.Jobs;
using Replication.CrashHost;
using Replication.Runtime;

// Arguments: workspace folder, verb, VM, argument of the verb or "-", "entries" or "reports", count.
// The process runs the verb and kills itself with SIGKILL right after the given journal entry or progress report.
if (args is not [{ } folder, { } verb, { } vm, { } argument, { } what, { } text] || !int.TryParse(text, out int count))
{
    Console.Error.WriteLine("usage: Replication.CrashHost workspace verb vm argument|- entries|reports count");
    return 2;
}

var killer = new SelfKiller(count);
await using Workspace workspace = await Workspace.OpenAsync(
    new WorkspaceOptions { Folder = folder, Observer = what == "entries" ? killer : null });
JobRequest request = await VerbRequests.MakeAsync(workspace.Service, verb, vm, argument == "-" ? null : argument);
ReplicationJob job = await workspace.Service.RunAsync(request, what == "reports" ? killer : null);
Console.WriteLine($"{job.JobState} {job.Error?.Message}");
return job.JobState == JobState.Succeeded ? 0 : 1;
