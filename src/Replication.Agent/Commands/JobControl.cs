using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Commands;

/// <summary>Looking on, stopping and continuing of single jobs, whoever runs them.</summary>
internal static class JobControl
{
    public static IEnumerable<Command> Build()
    {
        yield return OnEach("wait", "Look on until jobs have ended.", WaitAsync);
        yield return OnEach("stop", "Ask whoever runs the jobs to stop; they can be resumed.", StopAsync);
        yield return OnEach("resume", "Continue jobs that were stopped, interrupted or failed.", ResumeAsync);
    }

    private static async Task WaitAsync(CommandContext context, ReplicationJob job, VerbOutcome outcome, CancellationToken token)
    {
        using ProgressDisplay progress = context.Output.Progress(job.TargetName);
        outcome.Add(await new WorkspaceHost(context.Workspace.Folder).WaitAsync(context.Service, job.Id, progress, token));
    }

    private static async Task StopAsync(CommandContext context, ReplicationJob job, VerbOutcome outcome, CancellationToken token)
    {
        ReplicationJob asked = await context.Service.Jobs.StopAsync(job.Id, token);
        // Stopped means that nothing is written any more. That it did not succeed is what was wanted, and no failure of this command.
        outcome.AddControlled(asked.StopRequested ? await context.Service.Jobs.WaitAsync(job.Id, null, token) : asked);
    }

    private static async Task ResumeAsync(CommandContext context, ReplicationJob job, VerbOutcome outcome, CancellationToken token)
    {
        if (context.Get(GlobalOptions.Detach))
        {
            outcome.AddControlled(await new WorkspaceHost(context.Workspace.Folder).ResumeAsync(context.Service, job.Id, token));
            return;
        }

        await context.Service.Jobs.ResumeAsync(job.Id, cancellationToken: token);
        using ProgressDisplay progress = context.Output.Progress(job.TargetName);
        outcome.Add(await context.Service.FollowAsync(job.Id, progress, token));
    }

    private static Command OnEach(string name, string description, Func<CommandContext, ReplicationJob, VerbOutcome, CancellationToken, Task> action)
    {
        var ids = new Argument<string[]>("job") { Description = "Ids of jobs.", Arity = ArgumentArity.OneOrMore };
        return new Command(name, description).With(ids).Does(async (context, token) =>
        {
            var outcome = new VerbOutcome();
            foreach (string id in context.Get(ids)!)
            {
                try
                {
                    await action(context, await context.Service.Jobs.GetAsync(id, token), outcome, token);
                }
                catch (ReplicationException error)
                {
                    outcome.Add(error);
                }
            }

            return context.Show(outcome);
        });
    }
}
