using System.ComponentModel;
using Replication.Core.Jobs;
using Replication.Core.Service;

namespace Replication.Commands;

/// <summary>Base of the cmdlets that are one verb of the engine, once per VM; a VM that fails does not keep the others from theirs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class VMVerbCommand : JobCommand
{
    protected abstract JobRequest Request(VmVerbs verbs, EngineVM vm);

    protected override async Task ProcessAsync()
    {
        VmVerbs verbs = (await ServiceAsync()).Verbs;
        foreach (EngineVM vm in await SelectVMsAsync()) await AttemptAsync(vm.Id, () => RunJobAsync(Request(verbs, vm), vm));
    }
}
