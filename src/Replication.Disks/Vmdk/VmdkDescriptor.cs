using System.Globalization;
using Replication.Disks.Chains;

namespace Replication.Disks.Vmdk;

/// <summary>The text part of an image (Virtual Disk Format 5.0, "Layout Basics": the descriptor).</summary>
/// <param name="CreateType">Subformat, for example monolithicSparse.</param>
/// <param name="Cid">Content id: changes on the first write after an opening.</param>
/// <param name="Parent">The image that this one was made on top of, as it was then; null without a parent.</param>
/// <param name="Extents">In disk order.</param>
internal sealed record VmdkDescriptor(string CreateType, uint Cid, ParentReference? Parent, IReadOnlyList<VmdkExtentLine> Extents)
{
    /// <summary>A content id as descriptors write it.</summary>
    public static string IdentityOf(uint contentId) => contentId.ToString("x8", CultureInfo.InvariantCulture);
}
