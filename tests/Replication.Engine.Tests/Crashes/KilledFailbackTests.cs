namespace Replication.Engine.Tests.Crashes;

public sealed class KilledFailbackTests : KilledVerbTests
{
    [Fact]
    public Task INV_02_reverse_replication() => KillAtEveryEntryAsync(FailedOverAsync, "reverse", everyEntry: false);

    [Fact]
    public Task INV_02_failback() => KillAtEveryEntryAsync(ReversedAsync, "failback");

    [Fact]
    public Task INV_02_failback_in_the_middle_of_writing_home() => KillInTransferAsync(ReversedAsync, "failback", step: 3);

    [Fact]
    public Task INV_02_completion_of_a_failback() => KillAtEveryEntryAsync(FailedBackAsync, "complete");

    [Fact]
    public Task INV_02_first_replication_after_a_failback() => KillAtEveryEntryAsync(FailedBackAsync, "replicate", everyEntry: false);
}
