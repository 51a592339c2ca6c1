using Replication.Core.Rules.Methods;

namespace Replication.Core.Rules.Slots;

/// <summary>
/// The free volume slots of one access node (PRC-10..14): what the rule gives, less what is attached there and what other
/// jobs have reserved, and never more than the instance type attaches. The same input gives the same names.
/// </summary>
public sealed class VolumeSlots
{
    private readonly VolumeSlotRule _rule;
    private readonly NodeDevices _node;
    private readonly IReadOnlyList<string> _freeNames;
    private readonly int _occupied;
    private readonly int? _freeByType;

    /// <param name="rules">Rules of the profile; the node's operating system chooses among them.</param>
    /// <param name="node">What is attached.</param>
    /// <param name="reserved">Names that other jobs of this node have been given and may not have attached yet.</param>
    public VolumeSlots(IEnumerable<VolumeSlotRule> rules, NodeDevices node, IReadOnlyCollection<string>? reserved = null)
    {
        _node = node;
        _rule = rules.Where(rule => node.System is null || rule.NodeSystem == node.System).MinBy(rule => rule.Limit)
            ?? throw new ArgumentException($"No rule for a node that runs {node.System}.", nameof(rules));
        var taken = new HashSet<string>(node.Volumes.Concat(reserved ?? []).Select(SlotName.Normalize), StringComparer.Ordinal);
        IReadOnlyList<string> names = _rule.Names();
        _freeNames = [.. names.Where(name => !taken.Contains(name))];
        _occupied = names.Count - _freeNames.Count;
        _freeByType = node.AttachmentLimit is { } limit ? Math.Max(0, limit - node.OtherAttachments - taken.Count) : null;
    }

    /// <summary>Most volumes by the rule, free or not.</summary>
    public int Limit => _rule.Limit;

    /// <summary>How many more volumes the node takes now.</summary>
    public int Free => Math.Min(FreeByRule, _freeByType ?? int.MaxValue);

    private int FreeByRule => Math.Max(0, _rule.Limit - _occupied);

    /// <summary>Whether so many volumes fit; to be asked before anything is created.</summary>
    public Finding Check(string machine, int count)
    {
        bool byType = _freeByType < FreeByRule;
        string offer = byType
            ? $"access node {_node.Node} offers {Free}: its instance type attaches {_node.AttachmentLimit} devices"
            : $"access node {_node.Node} ({_rule.NodeSystem}) offers {Free} of {Limit} slots ({string.Join(", ", _rule.Ranges)})";
        return new Finding(
            byType ? "PRC-14" : _rule.Rule, byType ? MethodErrorIds.InstanceAttachmentLimit : MethodErrorIds.VolumeSlotsExhausted,
            count <= Free ? FindingStatus.Passed : FindingStatus.Failed, FindingSeverity.Error, $"VM {machine}",
            $"It needs {count} volumes; {offer}.", $"{count} free slots.",
            byType ? "Use a larger instance type, another node, or fewer disks." : "Use another node or split the disks.");
    }

    /// <summary>The names for so many volumes, in the order of the disks.</summary>
    /// <exception cref="Errors.ReplicationException">VolumeSlotsExhausted, InstanceAttachmentLimit.</exception>
    public IReadOnlyList<string> Allocate(string machine, int count)
    {
        Finding check = Check(machine, count);
        if (check.Blocks) throw check.Refusal();
        return [.. _freeNames.Take(count)];
    }
}
