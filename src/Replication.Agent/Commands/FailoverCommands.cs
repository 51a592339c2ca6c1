using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Sites.Remote;

namespace Replication.Agent.Commands;

internal static class FailoverCommands
{
    public static IEnumerable<Command> Build()
    {
        yield return TestFailover();
        yield return Failover();
        yield return Recover();
        yield return OnEach(
            "settle", "Give a machine that runs from a mounted point disks of its own, while it runs.", (context, vm) => context.Service.Verbs.Settle(vm));
        yield return OnEach("undo", "Take a failover back before it is completed.", (context, vm) => context.Service.Verbs.Undo(vm));
        yield return OnEach("complete", "Make a failover or failback final.", (context, vm) => context.Service.Verbs.Complete(vm));
        yield return Reverse();
        yield return Failback();
    }

    private static Command TestFailover()
    {
        Argument<string[]> startVms = Parameters.Vms();
        Option<string?> point = Parameters.Point();
        Option<bool> noStart = Parameters.NoStart();
        Option<bool> instant = Parameters.Instant();
        Command start = new Command("start", "Make '<name> - Test' from a recovery point; replication goes on.").With(startVms, point, noStart, instant);
        start.Does(async (context, token) => await context.RunEachAsync(
            await context.VmsAsync(context.Get(startVms)!, null, token),
            vm => context.Service.Verbs.StartTestFailover(vm, context.Get(point), context.Get(noStart), context.Get(instant)), token));
        return new Command("test-failover", "Rehearse a failover.").With(
            start, OnEach("stop", "Remove the test machine and its disks.", (context, vm) => context.Service.Verbs.StopTestFailover(vm)));
    }

    private static Command Failover()
    {
        Argument<string[]> vms = Parameters.Vms();
        Option<string?> point = Parameters.Point();
        Option<bool> noStart = Parameters.NoStart();
        Option<bool> instant = Parameters.Instant();
        var planned = new Option<bool>("--planned") { Description = "The machine is shut down: send the last changes first, then turn replication round." };
        var noReverse = new Option<bool>("--no-reverse") { Description = "With --planned: do not turn replication round yet." };
        var shutDown = new Option<bool>("--shut-down") { Description = "With --planned: ask the machine to shut down first if it runs." };
        return new Command("failover", "Make the replica machine from a recovery point; before completing, choose another point with it.")
            .With(vms, point, noStart, instant, planned, noReverse, shutDown).Does(async (context, token) =>
            {
                IReadOnlyList<ReplicatedVM> selected = await context.VmsAsync(context.Get(vms)!, null, token);
                if (!context.Get(planned))
                {
                    return await context.RunEachAsync(
                        selected, vm => context.Service.Verbs.Failover(vm, context.Get(point), context.Get(noStart), context.Get(instant)), token);
                }

                var outcome = new VerbOutcome();
                foreach (ReplicatedVM vm in selected)
                {
                    int failed = outcome.Failures;
                    await context.RunAsync(
                        outcome, context.Service.Verbs.PlannedFailover(vm, context.Get(noStart), context.Get(shutDown), context.Get(instant)), token);
                    if (outcome.Failures > failed || context.Get(noReverse) || context.Get(GlobalOptions.Plan)) continue;
                    string? after = context.Get(GlobalOptions.Detach) ? outcome.Controlled[^1].Id : null;
                    await context.RunAsync(outcome, context.Service.Verbs.Reverse(vm) with { AfterJobId = after }, token);
                }

                return context.Show(outcome);
            });
    }

    private static (SiteKind Kind, Dictionary<string, string> Settings) Destination(CommandContext context, string from, string? to, AwsOptions aws, RemoteOptions remote)
    {
        if (from.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || from.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            return (SiteKind.Remote, new(remote.Read(context)) { [RemoteSiteSettings.UrlName] = from });
        if (string.Equals(from, "aws", StringComparison.OrdinalIgnoreCase)) return (SiteKind.Aws, aws.Read(context));
        string store = Path.GetFullPath(from);
        return (SiteKind.Local, new() { ["path"] = Path.GetFullPath(to ?? Path.GetDirectoryName(store)!), ["store"] = store });
    }

    private static Command Recover()
    {
        var from = new Option<string>("--from") { Description = "Folder of the store at the destination, address of its server with --keys or --certificate, or 'aws' with --region and what else reaches the account.", Required = true };
        var aws = new AwsOptions();
        var remote = new RemoteOptions();
        var vmName = new Option<string?>("--vm") { Description = "Name or id of the VM; without it the points are listed." };
        Option<string?> point = Parameters.Point();
        var to = new Option<string?>("--to") { Description = "Folder for recovered machines (default: the folder that holds the store)." };
        Option<bool> noStart = Parameters.NoStart();
        return new Command("recover", "Fail over with nothing but the destination's store: the primary and its catalog may be gone.")
            .With(from, vmName, point, to, noStart).With(aws.All).With(remote.All).Does(async (context, token) =>
            {
                (SiteKind kind, Dictionary<string, string> settings) = Destination(context, context.Get(from)!, context.Get(to), aws, remote);
                if (context.Get(vmName) is not { } name)
                {
                    var damaged = new List<ReplicationException>();
                    IReadOnlyList<RecoveryPoint> points = await context.Service.Points.ListSiteAsync(kind, settings, damaged, token);
                    foreach (ReplicationException error in damaged) context.Output.Warning($"{error.ErrorId}: {error.Message}");
                    context.Output.List(
                        "recovery points", points, ("VM", found => found.VmName), ("VM id", found => found.VmId),
                        ("Source time", found => Units.Time(found.SourceTime)), ("Point", found => found.Id));
                    return 0;
                }

                ReplicatedVM vm = await context.Service.Points.AdoptAsync(kind, settings, name, token);
                return await context.RunEachAsync([vm], adopted => context.Service.Verbs.Failover(adopted, context.Get(point), context.Get(noStart)), token);
            });
    }

    private static Command Failback()
    {
        Argument<string[]> vms = Parameters.Vms();
        var unplanned = new Option<bool>("--unplanned") { Description = "The other site is lost: come home to a point that is there already." };
        Option<string?> point = Parameters.Point();
        Option<string?> inventory = Parameters.Inventory();
        return new Command("failback", "Bring the workload home.").With(vms, unplanned, point, inventory).Does(async (context, token) =>
        {
            string? document = await context.TextAsync(inventory, token);
            return await context.RunEachAsync(
                await context.VmsAsync(context.Get(vms)!, null, token),
                vm => context.Service.Verbs.Failback(vm, context.Get(unplanned), context.Get(point), document), token);
        });
    }

    private static Command Reverse()
    {
        Argument<string[]> vms = Parameters.Vms();
        var home = new Option<string?>("--home") { Description = "Another site to replicate to, when the former primary's is lost." };
        Option<string?> inventory = Parameters.Inventory();
        return new Command("reverse", "Replicate in the other direction after a failover.").With(vms, home, inventory).Does(async (context, token) =>
        {
            string? document = await context.TextAsync(inventory, token);
            SiteDefinition? site = context.Get(home) is { } name ? await context.Service.Sites.GetAsync(name, token) : null;
            return await context.RunEachAsync(
                await context.VmsAsync(context.Get(vms)!, null, token), vm => context.Service.Verbs.Reverse(vm, site?.Id, document), token);
        });
    }

    private static Command OnEach(string name, string description, Func<CommandContext, ReplicatedVM, JobRequest> request)
    {
        Argument<string[]> vms = Parameters.Vms();
        return new Command(name, description).With(vms).Does(async (context, token) => await context.RunEachAsync(
            await context.VmsAsync(context.Get(vms)!, null, token), vm => request(context, vm), token));
    }
}
