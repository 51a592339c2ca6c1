using System.CommandLine;
using System.Globalization;
using Replication.Agent.Output;
using Replication.Core.Errors;
using Replication.Core.Jobs;

namespace Replication.Agent.Commands;

internal static class JobCommands
{
    public static Command Build()
    {
        var id = new Argument<string?>("job") { Description = "Id of a job, to see its plan and journal.", Arity = ArgumentArity.ZeroOrOne };
        var audit = new Option<bool>("--audit") { Description = "Show who did what instead." };
        return new Command("jobs", "List jobs, newest first.").With([id, audit, .. JobControl.Build()]).Does(async (context, token) =>
        {
            if (context.Get(audit))
            {
                context.Output.List(
                    "audit entries", await context.Service.Jobs.AuditAsync(cancellationToken: token), ("Time", entry => Units.Time(entry.At)),
                    ("Who", entry => entry.Actor), ("Verb", entry => entry.Verb), ("Target", entry => entry.Target), ("Outcome", entry => entry.Outcome));
                return 0;
            }

            IReadOnlyList<ReplicationJob> jobs = await context.Service.Jobs.ListAsync(token);
            if (context.Get(id) is { } wanted)
            {
                await ShowAsync(context, jobs.FirstOrDefault(job => job.Id == wanted) ?? throw new ReplicationException("JobNotFound", $"Job {wanted}", "There is no such job."), token);
                return 0;
            }

            context.Output.List(
                "jobs", jobs, ("Submitted", job => Units.Time(job.SubmittedAt)), ("Verb", job => job.Verb), ("Target", job => job.TargetName),
                ("State", job => job.JobState.ToString()), ("Attempts", job => job.Attempts.ToString(CultureInfo.InvariantCulture)),
                ("Error", job => job.Error?.ErrorId ?? ""), ("Id", job => job.Id));
            return 0;
        });
    }

    private static async Task ShowAsync(CommandContext context, ReplicationJob job, CancellationToken cancellationToken)
    {
        IReadOnlyList<JobStep> journal = await context.Service.Jobs.JournalAsync(job.Id, cancellationToken);
        if (context.Output.IsJson)
        {
            context.Output.Item(new { Job = job, Journal = journal }, ("", ""));
            return;
        }

        var outcome = new VerbOutcome();
        outcome.Add(job);
        context.Output.Outcome(outcome);
        foreach ((int number, JobPlanStep step) in (job.Plan?.Steps ?? []).Index()) context.Output.Line($"  {number + 1,2}. {step.Description}");
        context.Output.List("journal entries", journal, ("Time", step => Units.Time(step.At)), ("Step", step => step.Name), ("State", step => step.StepState.ToString()));
    }
}
