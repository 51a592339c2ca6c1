namespace Replication.Disks.Guests;

/// <param name="Spec">What is mounted: UUID=..., LABEL=..., a device.</param>
/// <param name="Point">Where; "none" or "swap" for swap.</param>
/// <param name="Type">Kind of file system as the guest writes it.</param>
/// <param name="Options">In order.</param>
internal sealed record FstabEntry(string Spec, string Point, string Type, IReadOnlyList<string> Options)
{
    /// <summary>Folder of a Btrfs file system that is mounted in place of its top; empty for the top.</summary>
    public string Subvolume => Options.FirstOrDefault(option => option.StartsWith("subvol=", StringComparison.Ordinal)) is { } option
        && option["subvol=".Length..].Trim('/') is { Length: > 0 } name
            ? "/" + name
            : "";
}
