using Replication.Core.Rules.Failback.Facts;
using Replication.Core.Rules.Methods;

namespace Replication.Core.Rules.Documents;

/// <summary>An inventory document (docs/rules.md): what a transfer, a failback or both are to be judged by.</summary>
public sealed record RuleInventory
{
    public TransferInventory? Transfer { get; init; }

    public FailbackInventory? Failback { get; init; }
}
