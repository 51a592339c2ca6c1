namespace Replication.Core.Rules.Methods;

/// <summary>Everything the choice of a transfer method depends on. A document of it is described in docs/rules.md.</summary>
/// <param name="Source">The machine.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="AccessNode">What moves the data.</param>
public sealed record TransferInventory(TransferSource Source, TransferDestination Destination, AccessNode AccessNode)
{
    public TransferOperation Operation { get; init; } = TransferOperation.Replicate;

    public TransferGuest Guest { get; init; } = new();

    /// <summary>Whether credentials for the guest were given; the credentials themselves have no place here.</summary>
    public bool GuestCredentials { get; init; }

    /// <summary>Takes an NVMe destination although the profile refuses them, provided that both drivers are proven (X4).</summary>
    public bool AllowNvmeTarget { get; init; }

    /// <summary>Addresses inside the guest, by position of the interface (GEN-01).</summary>
    public IReadOnlyDictionary<int, string> GuestAddresses { get; init; } = new Dictionary<int, string>();

    /// <summary>Makes a network override that would be ignored an error (GEN-02).</summary>
    public bool Strict { get; init; }
}
