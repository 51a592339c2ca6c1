using System.Text;
using Replication.Core.Errors;
using Replication.Core.RecoveryPoints;
using Replication.Core.Tests.Support;

namespace Replication.Core.Tests.RecoveryPoints;

public sealed class RecoveryPointManifestsTests
{
    private readonly MemoryManifests _store = new();

    private RecoveryPointManifests Manifests => new(_store);

    [Fact]
    public async Task Committing_twice_with_equal_content_is_no_error_and_with_other_content_a_conflict()
    {
        RecoveryPoint point = Points.At(TimeSpan.Zero);
        await Manifests.CommitAsync(point, default);
        // The version is the catalog's business and no part of the document.
        await Manifests.CommitAsync(point with { Version = 9 }, default);
        Assert.Single(_store.Documents);
        var conflict = await Assert.ThrowsAsync<SnapshotStoreException>(() => Manifests.CommitAsync(point with { VmName = "other" }, default));
        Assert.Equal("ManifestConflict", conflict.ErrorId);
        Assert.Equal("web", (await Manifests.FindAsync("vm", point.Id, default))!.VmName);
    }

    /// <summary>On stores that know no epochs the document itself says whose it is, and compare-and-set does the rest.</summary>
    [Fact]
    public async Task INV_02_of_two_runs_that_commit_one_point_the_newer_ones_stays_in_either_order()
    {
        RecoveryPoint older = Of(10, "snap-old"), newer = Of(11, "snap-new");
        await Manifests.CommitNewestAsync(older, default);
        Assert.Equal("snap-new", (await Manifests.CommitNewestAsync(newer, default)).Disks[0].SnapshotId);
        Assert.Equal(ErrorIds.StaleEpoch, (await Assert.ThrowsAsync<SnapshotStoreException>(() => Manifests.CommitNewestAsync(older, default))).ErrorId);
        Assert.Equal(11, (await Manifests.FindAsync("vm", newer.Id, default))!.Epoch);

        // A run that finds its own snapshots committed keeps the document, accepting time and all.
        RecoveryPoint again = newer with { Epoch = 12, AcceptedTime = newer.AcceptedTime + TimeSpan.FromMinutes(1) };
        RecoveryPoint kept = await Manifests.CommitNewestAsync(again, default);
        Assert.Equal((11, newer.AcceptedTime), (kept.Epoch, kept.AcceptedTime));

        static RecoveryPoint Of(long epoch, string snapshot) => Points.At(TimeSpan.Zero) with
        {
            Epoch = epoch,
            Disks = [new RecoveryPointDisk("disk0", snapshot, 1, Core.Snapshots.BlockDigest.OfZeroBlock, null, 0)],
        };
    }

    /// <summary>The older run's request arrives between the newer one's look and its write.</summary>
    [Fact]
    public async Task INV_02_a_late_commit_of_the_older_run_is_replaced()
    {
        RecoveryPoint point = Points.At(TimeSpan.Zero);
        RecoveryPoint late = point with { Epoch = 10, Disks = [new RecoveryPointDisk("disk0", "snap-old", 1, Core.Snapshots.BlockDigest.OfZeroBlock, null, 0)] };
        RecoveryPoint newer = late with { Epoch = 11, Disks = [late.Disks[0] with { SnapshotId = "snap-new" }] };
        _store.BeforeWrite = () =>
        {
            _store.BeforeWrite = null;
            return Manifests.CommitAsync(late, default);
        };
        await Manifests.CommitNewestAsync(newer, default);
        Assert.Equal("snap-new", (await Manifests.FindAsync("vm", point.Id, default))!.Disks[0].SnapshotId);
    }

    [Fact]
    public async Task An_update_keeps_what_somebody_else_changed_meanwhile()
    {
        RecoveryPoint point = Points.At(TimeSpan.Zero);
        await Manifests.CommitAsync(point, default);
        await Manifests.UpdateAsync(point, present => present with { Pinned = true }, default);
        RecoveryPoint changed = await Manifests.UpdateAsync(point, present => present with { Verification = Verification.ReadBack }, default);
        Assert.True(changed.Pinned);
        Assert.Equal(Verification.ReadBack, (await Manifests.FindAsync("vm", point.Id, default))!.Verification);
        var missing = await Assert.ThrowsAsync<ReplicationException>(() => Manifests.UpdateAsync(Points.At(TimeSpan.FromDays(1)), known => known, default));
        Assert.Equal("RecoveryPointNotFound", missing.ErrorId);
    }

    [Fact]
    public async Task Points_are_listed_oldest_first_whatever_their_ids()
    {
        await Manifests.CommitAsync(Points.At(TimeSpan.FromHours(2), "a"), default);
        await Manifests.CommitAsync(Points.At(TimeSpan.FromHours(1), "b"), default);
        var ids = new List<string>();
        await foreach (RecoveryPoint point in Manifests.ListAsync("vm")) ids.Add(point.Id);
        Assert.Equal(["b", "a"], ids);
        await Manifests.DeleteAsync(Points.At(TimeSpan.FromHours(2), "a"), default);
        await Manifests.DeleteAsync(Points.At(TimeSpan.FromHours(2), "a"), default);
        Assert.Single(_store.Documents);
    }

    [Theory]
    [InlineData("", "CorruptManifest")]
    [InlineData("null", "CorruptManifest")]
    [InlineData("{", "CorruptManifest")]
    [InlineData("[]", "CorruptManifest")]
    [InlineData("{\"format\":1}", "CorruptManifest")]
    [InlineData("TOONEW", "ManifestTooNew")]
    [InlineData("BADDIGEST", "CorruptManifest")]
    [InlineData("HALF", "CorruptManifest")]
    public async Task A_damaged_or_newer_manifest_is_refused(string content, string errorId)
    {
        RecoveryPoint point = Points.At(TimeSpan.Zero);
        await Manifests.CommitAsync(point, default);
        string good = Encoding.UTF8.GetString(_store.Documents.Single().Value);
        _store.Documents[RecoveryPointManifests.NameOf(point)] = Encoding.UTF8.GetBytes(content switch
        {
            "TOONEW" => good.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal),
            "BADDIGEST" => good.Replace("\"root\": \"", "\"root\": \"zz", StringComparison.Ordinal),
            "HALF" => good[..(good.Length / 2)],
            _ => content,
        });
        var refused = await Assert.ThrowsAsync<ReplicationException>(() => Manifests.FindAsync("vm", point.Id, default));
        Assert.Equal(errorId, refused.ErrorId);
        Assert.Contains(RecoveryPointManifests.NameOf(point), refused.Message, StringComparison.Ordinal);
    }
}
