namespace Replication.Core.Rules.Slots;

/// <summary>Slots held for one job; disposing gives them back, once.</summary>
public sealed class VolumeSlotReservation : IDisposable
{
    private readonly string _node;
    private VolumeSlotLedger? _ledger;

    internal VolumeSlotReservation(VolumeSlotLedger ledger, string node, IReadOnlyList<string> names)
    {
        _ledger = ledger;
        _node = node;
        Names = names;
    }

    /// <summary>In the order of the disks.</summary>
    public IReadOnlyList<string> Names { get; }

    public void Dispose() => Interlocked.Exchange(ref _ledger, null)?.Release(_node, Names);
}
