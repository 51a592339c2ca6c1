using System.CommandLine;
using Replication.Core.Errors;
using Replication.Core.Rules;
using Replication.Core.Rules.Failback;
using Replication.Core.Rules.Methods;

namespace Replication.Agent.Commands;

/// <summary>What the rules say, before anything is moved.</summary>
internal static class RuleCommands
{
    public static IEnumerable<Command> Build()
    {
        yield return Plan();
        yield return Check();
    }

    private static Command Plan()
    {
        Argument<string[]> vms = Parameters.Vms();
        Option<string?> group = Parameters.Group();
        var method = new MethodOptions();
        return new Command("plan", "Which transfer method would move a VM, with every reason.").With(vms, group).With(method.All).Does(async (context, token) =>
        {
            IReadOnlyList<PrerequisiteReport> reports = await ReportsAsync(context, method, vms, group, token);
            TransferMethodPlan[] plans = [.. reports.Select(report => report.Plan).OfType<TransferMethodPlan>()];
            if (plans.Length == 0) throw new ReplicationException(FailbackErrorIds.InventoryInvalid, $"Inventory {context.Get(method.Inventory)}", "It has no transfer.", "a transfer to plan.");
            context.Output.List(
                "plans", plans, ("VM", plan => plan.Machine), ("Method", plan => plan.Method.ToString()), ("Profile", plan => $"{plan.Profile}: {plan.ProfileMethod}"),
                ("Reasons", plan => string.Join("; ", plan.Reasons.Select(reason => $"{reason.Kind} ({reason.Rule})"))),
                ("Steps", plan => string.Join(", ", plan.Steps)), ("Slots", plan => string.Join(", ", plan.Slots)), ("Blocked", plan => plan.Blocked ? "yes" : ""));
            foreach (Finding finding in plans.SelectMany(plan => plan.Findings).Where(finding => finding.Status is FindingStatus.Failed))
                context.Output.Warning($"{finding.ErrorId}: {finding.Target}: {finding.Found} {finding.Fix}");
            return plans.Any(plan => plan.Blocked) ? 1 : 0;
        });
    }

    private static Command Check()
    {
        Argument<string[]> vms = Parameters.Vms();
        Option<string?> group = Parameters.Group();
        var method = new MethodOptions();
        var all = new Option<bool>("--all") { Description = "List what passed and what does not apply as well." };
        return new Command("check", "Prerequisites of a transfer or, with an inventory, of a failback; exit code 1 when one of them blocks.")
            .With(vms, group, all).With(method.All).Does(async (context, token) =>
            {
                IReadOnlyList<PrerequisiteReport> reports = await ReportsAsync(context, method, vms, group, token);
                Finding[] findings = [.. reports.SelectMany(report => report.Findings).Where(finding => context.Output.IsJson || context.Get(all)
                    || finding.Status is FindingStatus.Failed or FindingStatus.Unknown)];
                context.Output.Entries(
                    "findings", findings,
                    finding => $"{finding.Severity} {finding.RuleId} {finding.ErrorId}: {finding.Status} for {finding.Target}",
                    ("Found", finding => finding.Found), ("Needed", finding => finding.Needed), ("Fix", finding => finding.Fix));
                return reports.Any(report => context.Get(method.Strict) ? report.BlockedStrictly : report.Blocked) ? 1 : 0;
            });
    }

    private static async Task<IReadOnlyList<PrerequisiteReport>> ReportsAsync(
        CommandContext context, MethodOptions method, Argument<string[]> vms, Option<string?> group, CancellationToken cancellationToken)
    {
        MethodRequest request = method.Read(context);
        if (context.Get(method.Inventory) is { } inventory) return [await context.Service.Rules.CheckAsync(Path.GetFullPath(inventory), request, cancellationToken)];
        var reports = new List<PrerequisiteReport>();
        foreach (var vm in await context.VmsAsync(context.Get(vms)!, context.Get(group), cancellationToken)) reports.Add(await context.Service.Rules.CheckAsync(vm, request, cancellationToken));
        return reports;
    }
}
