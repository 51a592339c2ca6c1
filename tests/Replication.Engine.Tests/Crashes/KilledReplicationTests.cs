using Replication.Core.Jobs;
using Replication.Core.States;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Crashes;

public sealed class KilledReplicationTests : KilledVerbTests
{
    [Fact]
    public Task INV_02_initial_replication() => KillAtEveryEntryAsync(NewAsync, "replicate");

    [Fact]
    public Task INV_02_delta() => KillAtEveryEntryAsync(ChangedAsync, "replicate");

    [Fact]
    public Task INV_02_initial_replication_in_the_middle_of_a_transfer() => KillInTransferAsync(NewLongAsync, "replicate");

    [Fact]
    public Task INV_02_delta_in_the_middle_of_a_transfer() => KillInTransferAsync(ChangedLongAsync, "replicate", step: 2);

    [Fact]
    public Task INV_02_a_group_of_one_initial_copy_and_one_delta() => KillAtEveryEntryAsync(GroupAsync, "replicate", everyEntry: false, vm: "group:g");

    [Fact]
    public Task INV_02_export_of_the_initial_copy() => KillAtEveryEntryAsync(NewAsync, "export", everyEntry: false, lab => lab.Media);

    [Fact]
    public Task INV_02_import_of_the_initial_copy() => KillAtEveryEntryAsync(ExportedAsync, "import", everyEntry: false, lab => lab.Media);

    [Fact]
    public async Task HVR_42_failover_instead_of_the_killed_delta()
    {
        await using var lab = new Lab();
        await ChangedAsync(lab);
        IReadOnlyDictionary<string, string> latest = Lab.MachineAt(lab.Hq, "web").Hashes();
        await lab.SaveAsync("prepared");
        IReadOnlyDictionary<string, string> older = (await Picture.HashPointsAsync(lab.DrStore)).Single();
        var counter = new EntryCounter();
        lab.Observer = counter;
        await lab.RunAsync("replicate");
        lab.Observer = null;
        for (int n = 1; n <= counter.Entries.Count; n += 2)
        {
            await lab.RestoreAsync("prepared");
            Assert.True(await CrashProcess.RunAsync(lab, "replicate", "web", null, "entries", n));
            ReplicationJob job = await lab.RunAsync("failover");
            await RequireStateAsync(lab, ReplicationState.FailedOverWaitingCompletion);
            bool committed = counter.Entries.Take(n).Any(entry => entry.StartsWith("Commit/", StringComparison.Ordinal) && entry.EndsWith(" Done", StringComparison.Ordinal));
            var replica = Lab.MachineAt(lab.Dr, "web").Hashes();
            Assert.True((committed ? latest : older).SequenceEqual(replica), $"killed after {counter.Entries[n - 1]}: {job.Result}");
            Assert.DoesNotContain("LEFT OVER", await Picture.TakeAsync(lab), StringComparison.Ordinal);
            Assert.Equal(committed ? [older, latest] : [older], await Picture.HashPointsAsync(lab.DrStore));
        }
    }
}
