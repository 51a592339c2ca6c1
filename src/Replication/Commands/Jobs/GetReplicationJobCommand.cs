using Replication.Completion;
using Replication.Core.Service;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands.Jobs;

/// <summary>Lists jobs, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicationJob", DefaultParameterSetName = ListSet)]
[OutputType(typeof(ReplicationJob))]
public sealed class GetReplicationJobCommand : ReplicationCmdlet
{
    private const string IdSet = "Job";
    private const string ListSet = "List";

    [Parameter(ParameterSetName = IdSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [ArgumentCompleter(typeof(JobCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Job { get; set; } = [];

    [Parameter(ParameterSetName = ListSet)]
    [ValidateSet("Queued", "Running", "Interrupted", "Succeeded", "Failed", "Abandoned")]
    public string[]? State { get; set; }

    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(VMCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? TargetName { get; set; }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        foreach (string id in Job) await AttemptAsync(id, async () => await WriteAsync(new ReplicationJob(await service.Jobs.GetAsync(id, StopToken))));
        if (ParameterSetName == IdSet) return;
        Func<string, bool>? target = TargetName is null ? null : name => Names.Same(name, TargetName) || Names.Pattern(TargetName)(name);
        foreach (EngineJob job in await service.Jobs.ListAsync(StopToken))
        {
            if (State?.Contains(job.JobState.ToString(), StringComparer.OrdinalIgnoreCase) == false || target?.Invoke(job.TargetName) == false) continue;
            await WriteAsync(new ReplicationJob(job));
        }
    }
}
