using Replication.Agent.Commands;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Spectre.Console;

namespace Replication.Agent.Output;

/// <summary>Tables and lines on standard output; errors and warnings on standard error.</summary>
internal sealed class TextResultWriter : IResultWriter
{
    private readonly IAnsiConsole _out = AnsiConsole.Console;

    public bool IsJson => false;

    public void List<T>(string title, IReadOnlyList<T> items, params (string Header, Func<T, string> Value)[] columns)
    {
        if (items.Count == 0)
        {
            Line($"No {title}.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach ((string header, _) in columns) table.AddColumn(new TableColumn(Markup.Escape(header)).NoWrap());
        foreach (T item in items) table.AddRow([.. columns.Select(column => Markup.Escape(column.Value(item)))]);
        // A pipe has no width: rows must not be cut at the eighty columns that are assumed for one.
        if (!_out.Profile.Out.IsTerminal) _out.Profile.Width = 400;
        _out.Write(table);
    }

    public void Entries<T>(string title, IReadOnlyList<T> items, Func<T, string> heading, params (string Name, Func<T, string> Value)[] lines)
    {
        if (items.Count == 0) Line($"No {title}.");
        int width = lines.Max(line => line.Name.Length);
        foreach (T item in items)
        {
            Line(heading(item));
            foreach ((string name, Func<T, string> value) in lines) Line($"  {name.PadRight(width)}  {value(item)}");
        }
    }

    public void Item<T>(T item, params (string Name, string Value)[] lines)
    {
        int width = lines.Max(line => line.Name.Length);
        foreach ((string name, string value) in lines) Line($"{name.PadRight(width)}  {value}");
    }

    public void Line(string text) => Console.Out.WriteLine(text);

    public void Warning(string text) => Console.Error.WriteLine($"warning: {text}");

    private void Plan(JobPlan plan)
    {
        Line($"Plan: {plan.Summary}");
        foreach ((int number, JobPlanStep step) in plan.Steps.Index()) Line($"  {number + 1,2}. {step.Description}");
        if (plan.EstimatedStorage is { } bytes) Line($"  The destination is expected to need {Units.Size(bytes)}, history included.");
        foreach (string warning in plan.Warnings) Warning(warning);
        Line("Nothing was changed.");
    }

    public void Outcome(VerbOutcome outcome)
    {
        foreach (JobPlan plan in outcome.Plans) Plan(plan);
        foreach (ReplicationException error in outcome.Errors) Error(error);
        foreach (ReplicationJob job in outcome.Controlled) Line($"{job.Verb} {job.TargetName}: {job.JobState}, job {job.Id}");
        foreach (ReplicationJob job in outcome.Jobs)
        {
            foreach (string warning in job.Plan?.Warnings ?? []) Warning(warning);
            if (job.Error is { } error) Console.Error.WriteLine($"error {error.ErrorId}: {error.Message}");
            TimeSpan took = (job.EndedAt ?? job.SubmittedAt) - (job.StartedAt ?? job.SubmittedAt);
            Line($"{job.Verb} {job.TargetName}: {job.JobState} in {Units.Duration(took)}{JobResults.Describe(job)}");
        }
    }

    public void Error(ReplicationException error) => Console.Error.WriteLine($"error {error.ErrorId}: {error.Message}");

    public ProgressDisplay Progress(string title) => ProgressDisplay.ToStandardError(title);
}
