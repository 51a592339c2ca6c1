namespace Replication.Aws.HotAdd;

/// <summary>A volume on the access node.</summary>
/// <param name="VolumeId">Which one.</param>
/// <param name="Node">Where.</param>
/// <param name="Holder">VM that the slot is held for.</param>
/// <param name="Slot">Name that it was attached under.</param>
/// <param name="Device">Its block device, open.</param>
internal sealed record AttachedVolume(string VolumeId, AccessNode Node, string Holder, string Slot, BlockDevice Device);
