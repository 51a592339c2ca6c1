using Replication.Agent.Dashboard.Markup;
using Replication.Core.Jobs;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>What a job will do, in order.</summary>
internal static class PlanView
{
    private const int StepsShown = 200;

    public static Html Render(JobPlan plan) => Html.Of($"""
        <p>{plan.Summary}</p>
        {plan.Warnings.Select(warning => Html.Of($"""<p class="note warn">{warning}</p>"""))}
        <ol class="steps">{plan.Steps.Take(StepsShown).Select(step => Html.Of($"""<li>{step.Description}</li>"""))}</ol>
        {(plan.Steps.Count > StepsShown ? Html.Of($"""<p class="muted">and {plan.Steps.Count - StepsShown} more steps</p>""") : Html.Empty)}
        {(plan.EstimatedStorage is { } bytes ? Html.Of($"""<p class="muted">Storage at the destination in the end, history included: about {Show.Size(bytes)}.</p>""") : Html.Empty)}
        """);
}
