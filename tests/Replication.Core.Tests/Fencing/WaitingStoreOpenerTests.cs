using Replication.Core.Errors;
using Replication.Core.Fencing;
using Replication.Core.Snapshots;
using Replication.Core.Tests.Support;

namespace Replication.Core.Tests.Fencing;

public sealed class WaitingStoreOpenerTests
{
    private readonly EagerClock _clock = new();
    private readonly LockedStores _stores = new();

    private WaitingStoreOpener Opener => new(_stores, _clock);

    [Fact]
    public async Task INV_02_a_job_waits_for_a_store_that_a_process_which_was_cut_off_still_has()
    {
        WriterEpoch.Enter(new WriterEpoch(1, "job/2"));
        _stores.Refusals = 35;
        await Assert.ThrowsAsync<OpenedException>(() => Opener.OpenAsync("store", StoreAccess.Create));
        Assert.Equal((36, TimeSpan.FromSeconds(35)), (_stores.Asked, _clock.Elapsed));
    }

    [Fact]
    public async Task Who_has_it_for_longer_is_at_work_in_it_and_the_job_is_told()
    {
        WriterEpoch.Enter(new WriterEpoch(1, "job/2"));
        _stores.Refusals = int.MaxValue;
        var refused = await Assert.ThrowsAsync<SnapshotStoreException>(() => Opener.OpenAsync("store", StoreAccess.Create));
        Assert.Equal((ErrorIds.StoreLocked, WaitingStoreOpener.Limit), (refused.ErrorId, _clock.Elapsed));
    }

    [Fact]
    public async Task What_is_no_job_is_told_at_once()
    {
        _stores.Refusals = 1;
        await Assert.ThrowsAsync<SnapshotStoreException>(() => Opener.OpenAsync("store", StoreAccess.Read));
        Assert.Equal((1, TimeSpan.Zero), (_stores.Asked, _clock.Elapsed));
    }

    [Fact]
    public async Task Anything_else_is_no_reason_to_wait()
    {
        WriterEpoch.Enter(new WriterEpoch(1, "job/2"));
        await Assert.ThrowsAsync<OpenedException>(() => Opener.OpenAsync("store", StoreAccess.Create));
        Assert.Equal(1, _stores.Asked);
    }

    /// <summary>Refuses so many times that another process writes there.</summary>
    private sealed class LockedStores : IStoreOpener
    {
        public int Refusals { get; set; }

        public int Asked { get; private set; }

        public Task<IReplicaStorage> OpenAsync(string directory, StoreAccess access, bool compress = false, CancellationToken cancellationToken = default) =>
            throw (Asked++ < Refusals ? new SnapshotStoreException(ErrorIds.StoreLocked, directory, "another process writes to this store.") : new OpenedException());
    }

    /// <summary>In the place of a store, which nobody here needs.</summary>
    private sealed class OpenedException : Exception;
}
