using Replication.Core.Rules.Guests;
using Replication.Disks.Guests;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>Takes the first log for the complete hive; whether one is needed is decided as always.</summary>
internal sealed class LogIsTheHive : IHiveCompletion
{
    private readonly HiveCompletion _real = new();

    public int HeadLength => _real.HeadLength;

    public bool IsNeeded(ReadOnlySpan<byte> head) => _real.IsNeeded(head);

    public byte[] Complete(string name, byte[] hive, IReadOnlyList<(string Name, byte[] File)> logs) => Assert.Single(logs).File;
}
