using System.ComponentModel;
using Replication.Core.Jobs;

namespace Replication.Commands;

/// <summary>Base of the cmdlets that run jobs of replicated VMs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class JobCommand : VMCommand
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter AsJob { get; set; }

    protected override bool Detaches => AsJob;

    /// <summary>A second question, for what cannot be brought back; null where there is none or it is answered already.</summary>
    protected virtual string? SecondQuestion(EngineVM vm) => null;

    protected Task<EngineJob?> RunJobAsync(JobRequest request, EngineVM vm) => RunJobAsync(request, vm.Id, PassThru, SecondQuestion(vm));
}
