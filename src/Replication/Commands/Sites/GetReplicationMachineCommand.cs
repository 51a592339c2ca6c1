using Replication.Completion;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Objects;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands.Sites;

/// <summary>Lists what a site holds: VMs, EC2 instances.</summary>
[Cmdlet(VerbsCommon.Get, "ReplicationMachine")]
[OutputType(typeof(ReplicationMachine))]
public sealed class GetReplicationMachineCommand : ReplicationCmdlet
{
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MachineCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SiteId")]
    [ArgumentCompleter(typeof(SiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Site { get; set; } = [];

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        foreach (string site in Site) await AttemptAsync(site, () => ListAsync(service, site));
    }

    private async Task ListAsync(ReplicationService service, string siteName)
    {
        ISite site = await service.Sites.OpenAsync(siteName, StopToken);
        var missing = new HashSet<string>(Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)));
        await foreach (Machine machine in site.ListMachinesAsync(StopToken))
        {
            string[] matched = [.. Name.Where(name => Names.Same(name, machine.Name) || Names.Same(name, machine.Id) || Names.Pattern(name)(machine.Name))];
            if (matched.Length == 0) continue;
            missing.ExceptWith(matched);
            await WriteAsync(new ReplicationMachine(machine, site.Definition));
        }

        foreach (string name in missing)
            await ErrorAsync(new ReplicationException("MachineNotFound", $"Machine {name}", $"Site {site.Definition.Name} has no such machine."), name);
    }
}
