namespace Replication.Store.Maintenance;

/// <summary>One thing that is not as it was written.</summary>
/// <param name="ErrorId">CorruptBlock, CorruptIndex or CorruptManifest.</param>
/// <param name="SnapshotId">Whose content it is; null for a manifest.</param>
/// <param name="BlockIndex">Null where a whole range is unreadable.</param>
/// <param name="Path">File.</param>
/// <param name="Offset">Byte within the file.</param>
/// <param name="Message">In full.</param>
public sealed record StoreDamage(string ErrorId, string? SnapshotId, long? BlockIndex, string? Path, long? Offset, string Message);
