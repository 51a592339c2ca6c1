namespace Replication.Disks.Vmdk;

/// <summary>The text part of an image (Virtual Disk Format 5.0, "Layout Basics": the descriptor).</summary>
/// <param name="CreateType">Subformat, for example monolithicSparse.</param>
/// <param name="Cid">Content id: changes on the first write after an opening.</param>
/// <param name="ParentCid">Content id that the parent had when this image was made on top of it; null without a parent.</param>
/// <param name="ParentHint">Where the parent was when this image was made.</param>
/// <param name="Extents">In disk order.</param>
internal sealed record VmdkDescriptor(
    string CreateType, uint Cid, uint? ParentCid, string? ParentHint, IReadOnlyList<VmdkExtentLine> Extents)
{
    public long CapacitySectors => Extents.Sum(e => e.Sectors);
}
