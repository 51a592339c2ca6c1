using System.ComponentModel;
using Replication.Completion;
using Replication.Core.Service;
using Replication.Pipeline;

namespace Replication.Commands.Jobs;

/// <summary>Base of the cmdlets that do something with jobs by their ids; one that fails does not keep the others from it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SelectedJobCommand : ReplicationCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [ArgumentCompleter(typeof(JobCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Job { get; set; } = [];

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        foreach (string id in Job) await AttemptAsync(id, () => ProcessJobAsync(service, id));
    }

    protected abstract Task ProcessJobAsync(ReplicationService service, string id);
}
