using Replication.Core.Snapshots;

namespace Replication.Store.Tests.Faults;

/// <summary>What must be found: completed disks by id, manifests by name, started snapshots by id with what they are to become.</summary>
internal sealed class PromisedState
{
    public Dictionary<string, IReadOnlyDictionary<long, byte[]>> Completed { get; } = [];

    public Dictionary<string, string> Manifests { get; } = [];

    public Dictionary<string, IReadOnlyDictionary<long, byte[]>> Pending { get; } = [];

    /// <summary>Blocks of pending snapshots that a mark covers.</summary>
    public Dictionary<string, Dictionary<long, BlockDigest>> Marked { get; } = [];
}
