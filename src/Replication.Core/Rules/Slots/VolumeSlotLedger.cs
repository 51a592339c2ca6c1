namespace Replication.Core.Rules.Slots;

/// <summary>
/// Slots that the jobs of this process hold, by node, so that two jobs which race for one node never get the same slot
/// (PRC-13). A slot is held from before its volume is attached until after it is detached; a job that is continued after a
/// crash claims the names of its journal again.
/// </summary>
public sealed class VolumeSlotLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<string>> _held = new(StringComparer.Ordinal);

    /// <exception cref="Errors.ReplicationException">VolumeSlotsExhausted, InstanceAttachmentLimit.</exception>
    public VolumeSlotReservation Reserve(IEnumerable<VolumeSlotRule> rules, NodeDevices node, string machine, int count)
    {
        lock (_gate)
        {
            HashSet<string> held = HeldAt(node.Node);
            IReadOnlyList<string> names = new VolumeSlots(rules, node, held).Allocate(machine, count);
            held.UnionWith(names);
            return new VolumeSlotReservation(this, node.Node, names);
        }
    }

    /// <summary>Takes names that a journal already has for this job; null when another job holds one of them.</summary>
    public VolumeSlotReservation? TryClaim(string node, IReadOnlyList<string> names)
    {
        lock (_gate)
        {
            HashSet<string> held = HeldAt(node);
            if (names.Any(held.Contains)) return null;
            held.UnionWith(names);
            return new VolumeSlotReservation(this, node, names);
        }
    }

    internal void Release(string node, IReadOnlyList<string> names)
    {
        lock (_gate) HeldAt(node).ExceptWith(names);
    }

    private HashSet<string> HeldAt(string node)
    {
        if (!_held.TryGetValue(node, out HashSet<string>? held)) _held.Add(node, held = new HashSet<string>(StringComparer.Ordinal));
        return held;
    }
}
