using Replication.Core.Disks;

namespace Replication.Core.Rules.Guests;

/// <summary>What the partition table and the superblocks of one disk say; always known.</summary>
/// <param name="Position">Position at the controller.</param>
/// <param name="Boot">Whether the machine starts from it.</param>
/// <param name="Layout">Table, partitions and what is in them.</param>
public sealed record GuestDiskFacts(int Position, bool Boot, DiskLayout Layout);
