using FileSystemInfo = Replication.Core.Disks.FileSystemInfo;

namespace Replication.Disks.Layout;

/// <param name="Type">Name of what was recognised.</param>
/// <param name="Label">Volume label, or null.</param>
/// <param name="Uuid">As the operating system shows it, or null.</param>
/// <param name="InBootSector">The proof is in the sector that an MBR would be in, so that both cannot be there.</param>
internal sealed record ProbeResult(string Type, string? Label, string? Uuid, bool InBootSector = false)
{
    public FileSystemInfo Info => new(Type, Label, Uuid);
}
