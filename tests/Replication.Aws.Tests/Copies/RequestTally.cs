using System.Collections.Concurrent;
using Replication.Agent.Server.Faults;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Copies;

/// <summary>How often a server was asked for each operation. Nothing goes wrong.</summary>
internal sealed class RequestTally : IFaultInjector
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    /// <summary>Of an operation that moves one block.</summary>
    public long BytesOf(string operation) => (long)Of(operation) * BlockGeometry.BlockSize;

    public int Of(string operation) => _counts.GetValueOrDefault(operation);

    public Fault? Next(string service, string operation, string? resource)
    {
        _counts.AddOrUpdate(operation, 1, (_, count) => count + 1);
        return null;
    }

    public void NoteCreated(string resource)
    {
    }
}
