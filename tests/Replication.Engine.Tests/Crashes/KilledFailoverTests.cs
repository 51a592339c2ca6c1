namespace Replication.Engine.Tests.Crashes;

public sealed class KilledFailoverTests : KilledVerbTests
{
    [Fact]
    public Task INV_02_unplanned_failover() => KillAtEveryEntryAsync(TwicePointedAsync, "failover");

    [Fact]
    public Task INV_02_unplanned_failover_in_the_middle_of_writing_disks() => KillInTransferAsync(TwicePointedAsync, "failover", step: 5);

    [Fact]
    public Task INV_02_planned_failover() => KillAtEveryEntryAsync(ChangedAsync, "planned", everyEntry: false);

    [Fact]
    public Task INV_02_test_failover() => KillAtEveryEntryAsync(ReplicatedAsync, "test", everyEntry: false);

    [Fact]
    public Task INV_02_stop_of_a_test_failover() => KillAtEveryEntryAsync(TestedAsync, "stop-test");

    [Fact]
    public Task INV_02_undo() => KillAtEveryEntryAsync(FailedOverAsync, "undo");

    [Fact]
    public Task INV_02_completion() => KillAtEveryEntryAsync(FailedOverAsync, "complete");
}
