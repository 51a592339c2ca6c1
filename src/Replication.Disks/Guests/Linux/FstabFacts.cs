using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>File systems and swap that the guest finds by a name that may be another disk's after the move.</summary>
internal static class FstabFacts
{
    public static Fact<IReadOnlyList<string>> Read(IReadOnlyList<FstabEntry>? entries) => entries is null
        ? Fact<IReadOnlyList<string>>.Known([], "there is no /etc/fstab")
        : Fact<IReadOnlyList<string>>.Known(
            [.. entries.Where(entry => Fstab.IsDeviceName(entry.Spec)).Select(entry => $"{entry.Spec} on {entry.Point}")], Fstab.Path);
}
