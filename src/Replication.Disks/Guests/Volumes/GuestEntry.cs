namespace Replication.Disks.Guests;

/// <param name="Kind">What it is; links are not followed.</param>
/// <param name="Length">Bytes of a file.</param>
/// <param name="Target">Where a link points to.</param>
internal sealed record GuestEntry(EntryKind Kind, long Length, string? Target = null);
