using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Policies;
using Replication.Core.Schedules;

namespace Replication.Agent.Commands;

internal static class PolicyCommands
{
    public static Command Build() => new Command("policy", "How often groups replicate, what is kept, and when what may be sent.").With(List(), New(), Set());

    private static Command List() => new Command("list", "List the policies; one that was made with a group has its name.").Does(async (context, token) =>
    {
        context.Output.Entries("policies", await context.Service.Policies.ListAsync(token), policy => policy.Name, Lines);
        return 0;
    });

    private static Command New()
    {
        var name = new Argument<string>("name") { Description = "Name of the policy." };
        var options = new PolicyOptions();
        return new Command("new", "Make a policy for groups to share.").With(name).With(options.All).Does(async (context, token) =>
        {
            ReplicationPolicy policy = options.Changed(context, new ReplicationPolicy { Id = Guid.NewGuid().ToString(), Name = context.Get(name)! });
            policy.Validate();
            PolicyOptions.Advise(context, policy);
            return Show(context, context.Get(GlobalOptions.Plan) ? policy : await context.Service.Policies.NewAsync(policy, token));
        });
    }

    private static Command Set()
    {
        var name = new Argument<string>("name") { Description = "Name of the policy." };
        var options = new PolicyOptions();
        return new Command("set", "Change a policy for every group that has it; transfers that run follow.").With(name).With(options.All).Does(async (context, token) =>
        {
            ReplicationPolicy policy = await context.Service.Policies.GetAsync(context.Get(name)!, token);
            ReplicationPolicy changed = options.Changed(context, policy);
            changed.Validate();
            PolicyOptions.Advise(context, changed);
            return Show(context, context.Get(GlobalOptions.Plan) ? changed : await context.Service.Policies.SetAsync(policy, present => options.Changed(context, present), token));
        });
    }

    private static int Show(CommandContext context, ReplicationPolicy policy)
    {
        context.Output.Item(policy, [("Policy", policy.Name), .. Lines.Select(line => (line.Name, line.Value(policy)))]);
        return 0;
    }

    private static (string Name, Func<ReplicationPolicy, string> Value)[] Lines =>
    [
        ("Every", policy => Units.Duration(policy.ReplicationFrequency)),
        ("Points", policy => $"{policy.RecoveryHistory} beside the latest, {Units.Duration(policy.RecoveryPointInterval)} apart, and {policy.DailyPoints} daily"),
        ("RPO", policy => Units.Duration(policy.RpoThreshold)),
        ("Application-consistent", policy => policy.ApplicationConsistencyInterval == TimeSpan.Zero ? "never" : $"every {Units.Duration(policy.ApplicationConsistencyInterval)}"),
        ("Resynchronise by itself", policy => policy.AutoResynchronize == AutoResynchronize.Window ? $"{policy.ResynchronizeHours}" : $"{policy.AutoResynchronize}"),
        ("Limits", policy => policy.BandwidthLimits.Count == 0 ? "none" : string.Join("; ", policy.BandwidthLimits.Select(limit => limit.Describe()))),
        ("Time zone", policy => policy.TimeZone ?? "local"),
    ];
}
