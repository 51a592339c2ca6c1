using System.CommandLine;
using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Policies;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;

namespace Replication.Agent.Commands;

internal static class ReplicationCommands
{
    public static IEnumerable<Command> Build()
    {
        yield return Start();
        yield return OnEach("suspend", "Pause replication, or put off a resynchronisation that was interrupted.", (context, vm) => context.Service.Verbs.Suspend(vm));
        yield return OnEach("resume", "Go on after a pause.", (context, vm) => context.Service.Verbs.Resume(vm));
        yield return OnEach("resync", "Compare everything with the destination, prove what is there and send what differs.", (context, vm) => context.Service.Verbs.Resynchronize(vm));
    }

    private static Command Start()
    {
        Argument<string[]> vms = Parameters.Vms();
        Option<string?> group = Parameters.Group();
        var seeds = new Option<string[]>("--seed")
        {
            Description = "Copies at the destination to start from: DISK=IMAGE for single disks, or MACHINE for a machine there. For one VM at a time.",
            AllowMultipleArgumentsPerToken = true,
        };
        var at = new Option<DateTimeOffset?>("--at") { Description = "When to start, at most seven days ahead (ISO 8601; the command waits)." };
        var continuous = new Option<bool>("--continuous") { Description = "Go on at the group's frequency until stopped." };
        var applications = new Option<bool>("--application-consistent") { Description = "Have the guests flush and freeze their file systems for the instant; without a guest agent there is no point." };
        return new Command("start", "Replicate: the initial copy, or what has changed since. VMs of one group become one instant.")
            .With(vms, group, seeds, at, continuous, applications).Does(async (context, token) =>
            {
                if (context.Get(continuous) && context.Get(GlobalOptions.Detach))
                    throw new ReplicationException("InvalidOptionCombination", "--continuous, --detach", "It is the command that repeats the job.", "one of them.");
                IReadOnlyList<ReplicatedVM> selected = await context.VmsAsync(context.Get(vms)!, context.Get(group), token);
                ApplicationConsistency? consistency = context.Get(applications) ? ApplicationConsistency.Required : null;
                Dictionary<string, SeedSource> seed = Seeds(selected, context.Get(seeds) ?? []);
                var outcome = new VerbOutcome();
                var groups = selected.GroupBy(vm => vm.GroupId).ToList();
                foreach (var ofGroup in groups)
                {
                    ReplicationGroup owner = await context.Service.Groups.GetAsync(ofGroup.Key, token);
                    await context.RunAsync(outcome, context.Service.Verbs.Replicate(owner, [.. ofGroup], seed, context.Get(at)?.ToUniversalTime(), consistency), token);
                }

                int exitCode = context.Show(outcome);
                if (!context.Get(continuous) || context.Get(GlobalOptions.Plan)) return exitCode;
                await Task.WhenAll(groups.Select(ofGroup => RepeatAsync(context, ofGroup.Key, [.. ofGroup.Select(vm => vm.Id)], token)));
                return exitCode;
            });
    }

    private static async Task RepeatAsync(CommandContext context, string groupId, IReadOnlyList<string> vmIds, CancellationToken cancellationToken)
    {
        ReplicationGroup group = await context.Service.Groups.GetAsync(groupId, cancellationToken);
        ReplicationPolicy policy = await context.Service.Groups.PolicyOfAsync(group, cancellationToken);
        await new ReplicationLoop(TimeProvider.System, policy.ReplicationFrequency).RunAsync(
            async token =>
            {
                var outcome = new VerbOutcome();
                var vms = new List<ReplicatedVM>();
                foreach (string id in vmIds) vms.Add(await context.Service.Groups.GetVmAsync(id, group, token));
                await context.RunAsync(outcome, context.Service.Verbs.Replicate(group, vms), token);
                context.Show(outcome);
            },
            cancellationToken);
    }

    private static Dictionary<string, SeedSource> Seeds(IReadOnlyList<ReplicatedVM> vms, string[] seeds)
    {
        if (seeds.Length == 0) return [];
        if (vms.Count != 1) throw new ReplicationException("SeedNeedsOneVm", "--seed", $"{vms.Count} VMs were named.", "exactly one VM.");
        var paths = seeds.Where(seed => seed.Contains('=')).ToDictionary(seed => seed[..seed.IndexOf('=')], seed => DiskPath.Full(seed[(seed.IndexOf('=') + 1)..]));
        return new Dictionary<string, SeedSource> { [vms[0].Id] = new SeedSource { MachineId = seeds.FirstOrDefault(seed => !seed.Contains('=')), Paths = paths } };
    }

    private static Command OnEach(string name, string description, Func<CommandContext, ReplicatedVM, JobRequest> request)
    {
        Argument<string[]> vms = Parameters.Vms();
        Option<string?> group = Parameters.Group();
        return new Command(name, description).With(vms, group).Does(async (context, token) => await context.RunEachAsync(
            await context.VmsAsync(context.Get(vms)!, context.Get(group), token), vm => request(context, vm), token));
    }
}
