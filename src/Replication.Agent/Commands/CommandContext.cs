using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Runtime;

namespace Replication.Agent.Commands;

/// <summary>What a command works with: the parsed line, an open workspace, a way to say things.</summary>
internal sealed class CommandContext(ParseResult parsed, Workspace workspace, IResultWriter output)
{
    public Workspace Workspace => workspace;

    public ReplicationService Service => workspace.Service;

    public IResultWriter Output => output;

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    public T? Get<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>Runs a verb as a job and shows it; with --plan only says what it would do.</summary>
    public async Task<(int ExitCode, ReplicationJob? Job)> RunAsync(JobRequest request, CancellationToken cancellationToken)
    {
        if (Get(GlobalOptions.Plan))
        {
            JobPlan plan = await Service.PlanAsync(request, cancellationToken);
            output.Plan(plan);
            return (0, null);
        }

        ReplicationJob job;
        using (ProgressDisplay progress = output.Progress(request.TargetName))
        {
            job = await Service.RunAsync(request, progress, cancellationToken);
        }

        return (job.JobState == JobState.Succeeded ? 0 : 1, job);
    }

    /// <summary>Runs one job per VM; a VM that fails does not keep the others from theirs.</summary>
    public async Task<int> RunEachAsync(IEnumerable<ReplicatedVM> vms, Func<ReplicatedVM, JobRequest> request, CancellationToken cancellationToken)
    {
        int exitCode = 0;
        var jobs = new List<ReplicationJob>();
        foreach (ReplicatedVM vm in vms)
        {
            try
            {
                (int code, ReplicationJob? job) = await RunAsync(request(vm), cancellationToken);
                exitCode = Math.Max(exitCode, code);
                if (job is not null) jobs.Add(job);
            }
            catch (ReplicationException error)
            {
                output.Error(error);
                exitCode = 1;
            }
        }

        if (!Get(GlobalOptions.Plan)) output.Jobs(jobs);
        return exitCode;
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
