using System.Text;
using Replication.Conformance;
using Replication.Core.Manifests;
using Replication.Core.Snapshots;

namespace Replication.Store.Tests.Faults;

public class PowerLossTests
{
    /// <summary>Every boundary for each survival, and more draws; else each for one of them in turn, and for all where a promise has just been made.</summary>
    private static readonly bool Long = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1";

    private static readonly int Draws = Long ? 10 : 1;

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(1.0, 1)]
    public async Task INV_02_INV_03_power_loss_at_any_operation_loses_nothing_promised_at_the_extremes(double survival, int turn) =>
        await CrashEverywhereAsync(survival, turn, 1);

    [Fact]
    public async Task INV_02_INV_03_power_loss_at_any_operation_loses_nothing_promised_when_unflushed_changes_survive_at_random() =>
        await CrashEverywhereAsync(0.5, 2, Draws);

    private static async Task CrashEverywhereAsync(double survival, int turn, int draws)
    {
        var workload = new CrashWorkload();
        await workload.RunAsync();
        Assert.True(workload.Operations.Count > 300, $"only {workload.Operations.Count} operations");
        for (int operation = 0; operation <= workload.Operations.Count; operation++)
        {
            if (!Long && operation % 3 != turn && !workload.HasPromised(operation)) continue;
            for (int draw = 0; draw < draws; draw++)
            {
                try
                {
                    await CheckAsync(workload, operation, new PowerLoss(workload.Operations, operation, survival, 1000 * operation + draw).Disk());
                }
                catch (Exception error)
                {
                    Assert.Fail($"power loss before operation {operation} of {workload.Operations.Count}, survival {survival}, draw {draw}: {error}");
                }
            }
        }
    }

    private static async Task CheckAsync(CrashWorkload workload, int operation, MemoryFiles disk)
    {
        var (sure, possible) = workload.At(operation);
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync(CrashWorkload.Directory, CrashWorkload.Options(disk));
        List<SnapshotInfo> found = await store.ListAsync().ToListAsync();
        Assert.DoesNotContain(found, info => info.State == SnapshotState.Error);
        var completed = found.Where(info => info.State == SnapshotState.Completed).Select(info => info.Id).ToList();
        foreach (string id in sure.Completed.Keys.Where(id => !completed.Contains(id))) Assert.False(possible.Completed.ContainsKey(id), $"{id} is lost");
        foreach (string id in completed)
        {
            var expected = sure.Completed.GetValueOrDefault(id) ?? possible.Completed.GetValueOrDefault(id);
            Assert.True(expected is not null, $"{id} is there though it was never completed or is deleted");
            await store.HoldsAsync(id, expected!);
        }

        foreach (var (name, content) in sure.Manifests)
        {
            string read = Encoding.UTF8.GetString((await store.ReadAsync(name))!.Content.Span);
            Assert.True(read == content || read == possible.Manifests[name], $"manifest {name} is '{read}'");
        }

        await ResumeAsync(store, sure, possible, [.. found.Where(info => info.State == SnapshotState.Pending).Select(info => info.Id)]);
        Assert.True((await store.VerifyAsync()).IsIntact);
        foreach (SnapshotInfo info in await store.ListAsync().ToListAsync()) await store.DeleteAsync(info.Id);
        Assert.Empty(disk.ListDirectories("/store/volumes"));
    }

    private static async Task ResumeAsync(FileSnapshotStore store, PromisedState sure, PromisedState possible, List<string> pending)
    {
        foreach (string id in sure.Pending.Keys.Where(id => !pending.Contains(id)))
            Assert.True(possible.Completed.ContainsKey(id) || !possible.Pending.ContainsKey(id), $"pending {id} is lost");
        foreach (string id in pending)
        {
            // A snapshot whose completion or deletion was under way may be in its state before it.
            var disk = sure.Pending.GetValueOrDefault(id) ?? possible.Pending.GetValueOrDefault(id);
            Assert.True(disk is not null || sure.Completed.Count == 0 || !sure.Completed.ContainsKey(id), $"completed {id} is pending again");
            Assert.True(disk is not null, $"{id} is pending though it was never started or is gone");
            // As a writer does that resumes: what is listed with the right digest is not sent again.
            var listed = (await store.ListPendingBlocksAsync(id).ToListAsync()).ToDictionary(block => block.Index, block => block.Digest);
            foreach (var (index, digest) in sure.Marked.GetValueOrDefault(id) ?? [])
                Assert.True(listed.GetValueOrDefault(index) == digest, $"block {index} of {id} was marked and is lost");
            foreach (var (index, data) in disk!)
            {
                if (listed.GetValueOrDefault(index) != BlockDigest.Compute(data)) await store.PutBlockAsync(id, index, data);
            }

            foreach (long index in listed.Keys.Where(index => !disk.ContainsKey(index))) await store.PutBlockAsync(id, index, BlockPattern.Full(0));
            long count = (await store.ListPendingBlocksAsync(id).ToListAsync()).Count;
            await store.CompleteAsync(id, new CompleteSnapshotRequest { ChangedBlocks = count });
            await store.HoldsAsync(id, disk);
        }
    }
}
