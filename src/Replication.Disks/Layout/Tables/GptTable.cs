using Replication.Core.Disks;

namespace Replication.Disks.Layout;

internal sealed record GptTable(string DiskId, IReadOnlyList<DiskPartition> Partitions);
