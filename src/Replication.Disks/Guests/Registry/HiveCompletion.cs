using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>Completes hives as the scan of guests does before it reads them.</summary>
public sealed class HiveCompletion : IHiveCompletion
{
    public int HeadLength => HiveBaseBlock.Size;

    public bool IsNeeded(ReadOnlySpan<byte> head) => HiveRecovery.IsNeeded(head);

    public byte[] Complete(string name, byte[] hive, IReadOnlyList<(string Name, byte[] File)> logs) => HiveRecovery.Apply(name, hive, logs).Hive;
}
