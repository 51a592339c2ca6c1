using Microsoft.AspNetCore.Http;
using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Agent.Dashboard.Pages;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Core.Service;

namespace Replication.Agent.Dashboard.Actions;

/// <summary>
/// An action in two steps: the plan, which changes nothing, and its confirmation, which hands the job to the workspace's host. The job is the
/// one that every front end submits, checked by the same rules, and bears the name of who confirmed it.
/// </summary>
internal static class ActionPage
{
    public static async Task<IAnswer> PlanAsync(DashboardRequest request)
    {
        if (await FindAsync(request) is not { } found) return ErrorPage.NotFound("This action");
        ActionChoices choices = ActionChoices.Of(name => request.Http.Request.Query[name]);
        try
        {
            ReplicationService service = request.Service.For(request.Session!.User.Actor);
            JobPlan plan = await service.PlanAsync(found.Action.Request(service, found.Group, found.Machine, choices), request.Stop);
            return Page(found.Action, found.Machine, StatusCodes.Status200OK, Html.Of($"""
                {Choices(found.Action, found.Machine, choices)}
                <section class="panel" aria-labelledby="plan-title"><h2 id="plan-title">What will be done</h2><p class="muted">{found.Action.Explanation}</p>
                {PlanView.Render(plan)}{Confirmation(request, found.Action, found.Machine, choices)}</section>
                """));
        }
        catch (ReplicationException refusal)
        {
            return Refusal(found.Action, found.Machine, refusal);
        }
    }

    public static async Task<IAnswer> RunAsync(DashboardRequest request)
    {
        if (await FindAsync(request) is not { } found) return ErrorPage.NotFound("This action");
        IFormCollection form = await Forms.ReadAsync(request);
        if (!Forms.IsGenuine(form, request.Session!))
            return ErrorPage.Of(StatusCodes.Status403Forbidden, "The form is not of this sign-in. Open the page again.", null);
        try
        {
            ReplicationService service = request.Service.For(request.Session!.User.Actor);
            JobRequest job = found.Action.Request(service, found.Group, found.Machine, ActionChoices.Of(name => form[name]));
            // What is confirmed is handed over, whether the browser waits for the answer or not.
            ReplicationJob submitted = await request.Parts.Options.Submit(service, job, CancellationToken.None);
            return new RedirectAnswer(Paths.Job(submitted.Id));
        }
        catch (ReplicationException refusal)
        {
            return Refusal(found.Action, found.Machine, refusal);
        }
    }

    private static async Task<(MachineAction Action, MachineView Machine, GroupView Group)?> FindAsync(DashboardRequest request)
    {
        Estate estate = await request.EstateAsync();
        if (MachineActions.Find(request.Value("action")) is not { } action || estate.Find(request.Value("id")) is not { } machine) return null;
        return estate.FindGroup(machine.Vm.GroupId) is { } group ? (action, machine, group) : null;
    }

    private static PageAnswer Page(MachineAction action, MachineView machine, int status, Html body) => new(
        $"{action.Title}: {machine.Vm.Name}", Paths.Machines,
        Html.Of($"""
            <p class="trail"><a href="{Paths.Machines}">Machines</a> / {Show.Link(Paths.Machine(machine.Vm.Id), machine.Vm.Name)}</p>
            <h1>{action.Title}: {Show.Name(machine.Vm.Name)}</h1>
            {body}
            """))
    { Status = status };

    private static PageAnswer Refusal(MachineAction action, MachineView machine, ReplicationException refusal) => Page(
        action, machine, StatusCodes.Status409Conflict,
        Html.Of($"""
            <section class="panel"><p class="note bad"><code>{refusal.ErrorId}</code> {refusal.Message}</p>
            <p><a href="{Paths.Machine(machine.Vm.Id)}">Back to the machine</a></p></section>
            """));

    private static Html Choices(MachineAction action, MachineView machine, ActionChoices choices) => !action.TakesPoint ? Html.Empty : Html.Of($"""
        <form class="panel choose" method="get" action="{Paths.Action(machine.Vm.Id, action.Name)}">
        <label>Recovery point <input name="{ActionChoices.Point}" value="{choices.PointId}" placeholder="the newest" maxlength="100" size="38"></label>
        {Box(ActionChoices.InstantName, "Run from the mounted point, copy nothing", choices.Instant)}
        {Box(ActionChoices.NoStartName, "Leave the machine off", choices.NoStart)}
        <button class="quiet">Show the plan for this</button></form>
        """);

    private static Html Box(string name, string label, bool isSet) =>
        Html.Of($"""<label class="box"><input type="checkbox" name="{name}" value="on"{(isSet ? Html.Of($" checked") : Html.Empty)}> {label}</label>""");

    private static Html Confirmation(DashboardRequest request, MachineAction action, MachineView machine, ActionChoices choices) => Html.Of($"""
        <form class="confirm" method="post" action="{Paths.Action(machine.Vm.Id, action.Name)}">{Forms.Token(request.Session!)}
        {(choices.PointId is { } point ? Html.Of($"""<input type="hidden" name="{ActionChoices.Point}" value="{point}">""") : Html.Empty)}
        {(choices.Instant ? Html.Of($"""<input type="hidden" name="{ActionChoices.InstantName}" value="on">""") : Html.Empty)}
        {(choices.NoStart ? Html.Of($"""<input type="hidden" name="{ActionChoices.NoStartName}" value="on">""") : Html.Empty)}
        <button class="primary">{action.Title}</button> <a href="{Paths.Machine(machine.Vm.Id)}">Cancel</a></form>
        """);
}
