using Replication.Core.Policies;
using Replication.Core.Service;

namespace Replication.Commands.Policies;

/// <summary>Makes a policy for groups to share.</summary>
[Cmdlet(VerbsCommon.New, "ReplicationPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationPolicy))]
public sealed class NewReplicationPolicyCommand : PolicyCommand
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    protected override async Task EndAsync()
    {
        ReplicationService service = await ServiceAsync();
        await AttemptAsync(Name, async () =>
        {
            EnginePolicy policy = Changed(new EnginePolicy { Id = Guid.NewGuid().ToString(), Name = Name });
            policy.Validate();
            foreach (string advice in PolicyAdvice.For(policy)) await WarningAsync(advice);
            if (await ShouldAsync(Name, "Make a policy")) await WriteAsync(new ReplicationPolicy(await service.Policies.NewAsync(policy, StopToken)));
        });
    }
}
