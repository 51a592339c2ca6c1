using Replication.Agent.Server.Faults;
using Replication.Conformance;
using Replication.Core.Snapshots;
using Replication.Remote.Tests.Support;

namespace Replication.Remote.Tests;

/// <summary>The same contract over connections that drop before, amid and after the effect, to a server that is busy now and then, without compression.</summary>
public sealed class FaultyStoreConformanceTests : SnapshotStoreConformance, IAsyncLifetime
{
    private static readonly FaultKind[] Kinds = [FaultKind.DropAfterEffect, FaultKind.DropMidResponse, FaultKind.Throttle, FaultKind.DropBeforeEffect, FaultKind.ServerError];

    /// <summary>All but the deletion: whether a snapshot had been there before an answer that was lost, nobody can tell.</summary>
    private static readonly string[] Operations =
    [
        "DescribeStore", "StartSnapshot", "CompleteSnapshot", "DescribeSnapshot", "ListSnapshots", "PutBlock", "GetBlock", "ListBlocks", "ListPendingBlocks", "ListChanges",
    ];

    private ServedStore _served = null!;

    public async ValueTask InitializeAsync() => _served = await ServedStore.StartAsync(new FaultPlan([.. Operations.SelectMany(Faults)]));

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    protected override async Task<ISnapshotStore> CreateAsync() => await _served.OpenAsync(options => options with { Compress = false });

    /// <summary>Calls fail in turn, each in another way, and are then repeated.</summary>
    private static IEnumerable<FaultRule> Faults(string operation) => Kinds.Select((kind, at) => new FaultRule { Operation = operation, Kind = kind, FirstCall = 1 + 4 * at, Every = 4 * Kinds.Length });
}
