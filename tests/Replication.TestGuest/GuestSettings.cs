using System.Globalization;

namespace Replication.TestGuest;

/// <summary>What a guest does; guest.cfg on its boot partition.</summary>
public sealed record GuestSettings
{
    /// <summary>Records a second, at most; emulated processors manage about fifteen.</summary>
    public int RecordsPerSecond { get; init; } = 10;

    /// <summary>Records go past the guest's page cache; otherwise through it, and are flushed.</summary>
    public bool Direct { get; init; } = true;

    /// <summary>KiB of random data written beside the records every second, over and over the same 8 MiB.</summary>
    public int LoadKiB { get; init; }

    /// <summary>Length of the data disk in bytes.</summary>
    public long DataBytes { get; init; } = 64 << 20;

    /// <summary>
    /// Content of /etc/fstab on the data disk, which is then the root of a small system; the guest mounts what it names before anything else, and stops
    /// where it cannot. Null for none.
    /// </summary>
    public string? Fstab { get; init; }

    internal string ToText() =>
        string.Create(CultureInfo.InvariantCulture, $"rate={RecordsPerSecond}\nmode={(Direct ? "direct" : "flushed")}\nload={LoadKiB}\n");
}
