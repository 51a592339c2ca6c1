using Replication.Core.Rules.Profiles;
using Replication.Core.Rules.Slots;

namespace Replication.Aws.HotAdd;

/// <summary>
/// Device names on the access node, held by VM: all that its disks need at once before anything is created, and single
/// ones where a job is continued that needs no others (PRC-10..14).
/// </summary>
internal sealed class NodeSlots(AccessNodes nodes, VolumeSlotLedger ledger)
{
    private static readonly IReadOnlyList<VolumeSlotRule> Rules = RuleProfiles.Get(RuleProfileName.Direct).Slots;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HeldSlots> _held = new(StringComparer.Ordinal);

    /// <summary>Errors: VolumeSlotsExhausted, InstanceAttachmentLimit.</summary>
    public async Task ReserveAsync(AccessNode node, string holder, string machine, int count, CancellationToken cancellationToken)
    {
        VolumeSlotReservation reservation = await HoldAsync(node, machine, count, cancellationToken);
        lock (_gate) Of(holder).Add(reservation);
    }

    /// <summary>Whether so many would fit; holds nothing.</summary>
    public async Task CheckAsync(AccessNode node, string machine, int count, CancellationToken cancellationToken) =>
        (await HoldAsync(node, machine, count, cancellationToken)).Dispose();

    /// <summary>A name of the holder's, or one more.</summary>
    public async Task<string> TakeAsync(AccessNode node, string holder, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_held.TryGetValue(holder, out HeldSlots? slots) && slots.Free.TryDequeue(out string? name)) return name;
        }

        VolumeSlotReservation single = await HoldAsync(node, holder, 1, cancellationToken);
        lock (_gate) Of(holder).Singles.Add(single.Names[0], single);
        return single.Names[0];
    }

    /// <summary>Gives back what was taken alone; of a reservation, it may serve another volume of the same holder.</summary>
    public void Return(string holder, string name)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(holder, out HeldSlots? slots)) return;
            if (slots.Singles.Remove(name, out VolumeSlotReservation? single)) single.Dispose();
            else if (slots.Reservations.Exists(reservation => reservation.Names.Contains(name))) slots.Free.Enqueue(name);
        }
    }

    public void Release(string holder)
    {
        HeldSlots? slots;
        lock (_gate) _held.Remove(holder, out slots);
        foreach (VolumeSlotReservation reservation in slots is null ? [] : slots.Reservations.Concat(slots.Singles.Values)) reservation.Dispose();
    }

    private async Task<VolumeSlotReservation> HoldAsync(AccessNode node, string machine, int count, CancellationToken cancellationToken) =>
        ledger.Reserve(Rules, await nodes.DevicesAsync(node, cancellationToken), machine, count);

    private HeldSlots Of(string holder)
    {
        if (!_held.TryGetValue(holder, out HeldSlots? slots)) _held.Add(holder, slots = new HeldSlots());
        return slots;
    }

    private sealed class HeldSlots
    {
        public List<VolumeSlotReservation> Reservations { get; } = [];

        /// <summary>Of the reservations.</summary>
        public Queue<string> Free { get; } = new();

        public Dictionary<string, VolumeSlotReservation> Singles { get; } = new(StringComparer.Ordinal);

        public void Add(VolumeSlotReservation reservation)
        {
            Reservations.Add(reservation);
            foreach (string name in reservation.Names) Free.Enqueue(name);
        }
    }
}
