using System.CommandLine;

namespace Replication.Agent.Commands;

/// <summary>Arguments and options that several commands share. A symbol belongs to one command, so each call makes a new one.</summary>
internal static class Parameters
{
    public static Argument<string[]> Vms() => new("vm") { Description = "Names or ids of replicated VMs; none means all.", Arity = ArgumentArity.ZeroOrMore };

    public static Argument<string> Vm() => new("vm") { Description = "Name or id of a replicated VM." };

    public static Option<string?> Group() => new("--group") { Description = "Name of a replication group." };

    public static Option<string?> Point() => new("--point") { Description = "Id of a recovery point (default: the newest)." };

    public static Option<bool> NoStart() => new("--no-start") { Description = "Leave the machine off." };

    public static Option<bool> Instant() => new("--instant")
    {
        Description = "Run the machine from the mounted point: no disk is copied. 'settle' copies while it runs.",
    };

    public static Option<string?> Inventory() => new("--inventory") { Description = "Inventory document (docs/rules.md) of what the way home runs on; what it shows to be missing is refused." };

    public static Option<string> Site() => new("--site") { Description = "Name of a site.", Required = true };
}
