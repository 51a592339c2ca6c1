namespace Replication.Core.Rules.Guests;

/// <summary>
/// What the guest's rules have to know beside the guest. Null is "not known" and makes an answer that depends on it
/// Unknown.
/// </summary>
public sealed record GuestDestination
{
    /// <summary>The machine's name, as the findings show it.</summary>
    public required string Machine { get; init; }

    /// <summary>Whether the destination's instance type is a Nitro one (NVMe disks, ENA network).</summary>
    public bool? Nitro { get; init; }

    /// <summary>Family of the access node's system; null where there is no access node.</summary>
    public GuestFamily? AccessNode { get; init; }

    /// <summary>Whether the access node puts drivers into this guest.</summary>
    public bool DriversPutIn { get; init; }

    /// <summary>Whether the data would travel by HotAdd; what HotAdd alone needs is a warning otherwise.</summary>
    public bool HotAdd { get; init; } = true;

    /// <summary>Whether the rule profile refuses HotAdd for a boot disk with a GPT (X1: the documents of before do).</summary>
    public bool GptBootNeedsImport { get; init; }

    /// <summary>Whether a firewall between the site and the internet keeps the drivers from being fetched (X11).</summary>
    public bool? EgressBlocked { get; init; }

    /// <summary>When the backup was taken that the operation starts from, UTC.</summary>
    public DateTimeOffset? BackupAt { get; init; }

    /// <summary>When drivers were last installed on the source, UTC; null where nobody recorded it.</summary>
    public DateTimeOffset? DriversInstalledAt { get; init; }
}
