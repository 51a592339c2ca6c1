using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Runtime;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Commands;

/// <summary>What a command works with: the parsed line, an open workspace, a way to say things.</summary>
internal sealed class CommandContext(ParseResult parsed, Workspace workspace, IResultWriter output)
{
    public Workspace Workspace => workspace;

    public ReplicationService Service => workspace.Service;

    public IResultWriter Output => output;

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>Whether the option was named at all, with or without values.</summary>
    public bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

    public T? Get<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>Runs one job per VM; a VM that fails does not keep the others from theirs.</summary>
    public async Task<int> RunEachAsync(IEnumerable<ReplicatedVM> vms, Func<ReplicatedVM, JobRequest> request, CancellationToken cancellationToken)
    {
        var outcome = new VerbOutcome();
        foreach (ReplicatedVM vm in vms) await RunAsync(outcome, request(vm), cancellationToken);
        return Show(outcome);
    }

    /// <summary>Runs a verb as a job; with --plan only asks what it would do, with --detach only hands it over.</summary>
    public async Task RunAsync(VerbOutcome outcome, JobRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (Get(GlobalOptions.Detach) && !Get(GlobalOptions.Plan))
            {
                outcome.AddControlled(await new WorkspaceHost(workspace.Folder).SubmitAsync(Service, request, cancellationToken));
                return;
            }

            if (Get(GlobalOptions.Plan))
            {
                outcome.Add(await Service.PlanAsync(request, cancellationToken));
                return;
            }

            using ProgressDisplay progress = output.Progress(request.TargetName);
            outcome.Add(await Service.RunAsync(request, progress, cancellationToken));
        }
        catch (ReplicationException error)
        {
            outcome.Add(error);
        }
    }

    /// <summary>Content of the file that an option names; null where it is not given.</summary>
    public async Task<string?> TextAsync(Option<string?> file, CancellationToken cancellationToken) =>
        Get(file) is { } path ? await File.ReadAllTextAsync(Path.GetFullPath(path), cancellationToken) : null;

    /// <summary>Shows everything a command did, once, at its end.</summary>
    public int Show(VerbOutcome outcome)
    {
        output.Outcome(outcome);
        return outcome.ExitCode;
    }

    public async Task<IReadOnlyList<ReplicatedVM>> VmsAsync(string[] names, string? groupName, CancellationToken cancellationToken)
    {
        ReplicationGroup? group = groupName is null ? null : await Service.Groups.GetAsync(groupName, cancellationToken);
        if (names.Length == 0)
        {
            IReadOnlyList<ReplicatedVM> all = await Service.Groups.ListVmsAsync(group, cancellationToken);
            return all.Count > 0 ? all : throw new ReplicationException(
                "NoVms", group is null ? "This workspace" : $"Group {group.Name}", "It has no replicated VMs.", nextStep: "Add one with 'vm add'.");
        }

        var vms = new List<ReplicatedVM>();
        foreach (string name in names) vms.Add(await Service.Groups.GetVmAsync(name, group, cancellationToken));
        return vms;
    }
}
