using System.CommandLine;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;

namespace Replication.Agent.Commands;

/// <summary>Options that say how a transfer is to be judged.</summary>
internal sealed class MethodOptions
{
    private readonly Option<RuleProfileName> _profile = new("--profile") { Description = "Direct (default), Current or Legacy: whose rules apply." };
    private readonly Option<TransferMethod?> _method = new("--method") { Description = "Judge this method instead of the profile's: Ebs, HotAdd or Import." };
    private readonly Option<string?> _node = new("--access-node") { Description = "Name or id of the machine at the destination that moves the data (default: this computer)." };
    private readonly Option<bool> _credentials = new("--guest-credentials") { Description = "Credentials of the guest will be given." };
    private readonly Option<bool> _nvme = new("--allow-nvme-target") { Description = "Take an NVMe destination when both drivers are proven." };

    private readonly Option<string?> _point = new("--point") { Description = "Id of the recovery point whose disks are looked into (default: the newest)." };

    /// <summary>Counts what could not be decided as not passed.</summary>
    public Option<bool> Strict { get; } = new("--strict") { Description = "What could not be decided counts as failed." };

    public Option<string?> Inventory { get; } = new("--inventory") { Description = "Inventory document (docs/rules.md) instead of what the workspace knows." };

    public Option<bool> SkipGuest { get; } = new("--skip-guest") { Description = "Do not look into the disks for facts about the guest." };

    public Symbol[] All => [_profile, _method, _node, _credentials, _nvme, _point, Strict, Inventory, SkipGuest];

    public MethodRequest Read(CommandContext context) => new()
    {
        Profile = context.Get(_profile),
        Method = context.Get(_method),
        AccessNode = context.Get(_node),
        GuestCredentials = context.Get(_credentials),
        AllowNvmeTarget = context.Get(_nvme),
        Strict = context.Get(Strict),
        PointId = context.Get(_point),
        InspectGuest = !context.Get(SkipGuest),
    };
}
