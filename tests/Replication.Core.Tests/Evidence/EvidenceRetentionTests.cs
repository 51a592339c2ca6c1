using Microsoft.Extensions.Logging.Abstractions;
using Replication.Core.Errors;
using Replication.Core.Evidence;
using Replication.Core.Manifests;
using Replication.Core.Tests.Support;
using static Replication.Core.Tests.PointFactory;

namespace Replication.Core.Tests.Evidence;

public class EvidenceRetentionTests
{
    private static readonly EvidenceChainId Id = new("site", "vm");
    private static readonly IReadOnlySet<string> NoPoints = new HashSet<string>();

    private readonly MemoryManifests _manifests = new();
    private readonly TestEvidence _own = new();
    private readonly Clock _clock = new();

    [Fact]
    public async Task What_is_left_begins_behind_a_signed_checkpoint_and_is_intact()
    {
        await WriteAsync(0, 120);
        long removed = await PruneAsync(TimeSpan.FromDays(300), NoPoints);
        Assert.InRange(removed, 25, 60);
        EvidenceReport report = await VerifyAsync();
        Assert.Empty(report.Findings);
        Assert.Equal(removed, report.Start!.RemovedThrough);
        Assert.Equal(removed + 1, report.Entries[0].Sequence);
        Assert.True(report.Start.RemovedUntil < _clock.Now.AddDays(-300));
        Assert.Equal(_clock.Now, report.Start.At);
        // Within the age nothing went, and the copy has given up the same.
        Assert.Equal(60, report.Entries.Count(entry => entry.At >= _clock.Now.AddDays(-300) && entry.Fact.Kind == EvidenceKind.Accepted));
        Assert.Equal(await LinesAsync(), _own.Read(Id));
        Assert.Equal(0, await PruneAsync(TimeSpan.FromDays(300), NoPoints));
    }

    [Fact]
    public async Task Nothing_goes_from_the_first_word_about_a_point_that_is_kept()
    {
        await WriteAsync(0, 120);
        Assert.Equal(0, await PruneAsync(TimeSpan.FromDays(1), new HashSet<string> { "p2" }));
        Assert.Null((await VerifyAsync()).Start);
        long removed = await PruneAsync(TimeSpan.FromDays(1), new HashSet<string> { "p80" });
        Assert.InRange(removed, 1, 80);
        Assert.Contains("p80", (await VerifyAsync()).Entries.Select(entry => entry.Fact.PointId));
    }

    [Fact]
    public async Task A_kill_between_any_two_steps_leaves_a_chain_that_verifies_and_the_next_round_goes_on()
    {
        await WriteAsync(0, 240);
        var before = _manifests.Documents.ToDictionary();
        IReadOnlyList<byte[]> copy = _own.Read(Id);
        int kills = 0;
        for (; ; kills++)
        {
            _manifests.Documents.Clear();
            foreach ((string name, byte[] content) in before) _manifests.Documents.Add(name, content);
            _own.Restore(Id, copy);
            var dying = new DyingManifests(_manifests, kills);
            var log = new EvidenceLog(_own, _clock, NullLogger.Instance);
            try
            {
                await log.Retention.PruneAsync(dying, Id, "web", TimeSpan.FromDays(300), NoPoints, [], CancellationToken.None);
                break;
            }
            catch (OperationCanceledException)
            {
                EvidenceReport halfway = await VerifyAsync();
                Assert.Empty(halfway.Findings);
                Assert.Null(EvidenceVerifier.Compare(await LinesAsync(), _own.Read(Id)));
                await WriteAsync(5000, 1);
                await PruneAsync(TimeSpan.FromDays(300), NoPoints);
                Assert.Empty((await VerifyAsync()).Findings);
                Assert.Equal(await LinesAsync(), _own.Read(Id));
                Assert.InRange((await VerifyAsync()).Start!.RemovedThrough, 120, 190);
            }
        }

        // The checkpoint, and each of the segments.
        Assert.InRange(kills, 4, 40);
    }

    [Fact]
    public async Task A_beginning_that_was_cut_off_without_a_checkpoint_is_told()
    {
        await WriteAsync(0, 120);
        _manifests.Documents.Remove(EvidenceChain.PrefixOf("vm") + "00000001");
        Assert.Equal("EvidenceSequenceBroken", (await VerifyAsync()).Findings[0].Id);
        await Assert.ThrowsAsync<ReplicationException>(() => PruneAsync(TimeSpan.FromDays(300), NoPoints));
    }

    [Fact]
    public async Task More_than_the_checkpoint_says_cannot_be_cut_off_and_a_stranger_cannot_vouch()
    {
        await WriteAsync(0, 180);
        await PruneAsync(TimeSpan.FromDays(500), NoPoints);
        string[] names = [.. _manifests.Documents.Keys];
        byte[] oldest = _manifests.Documents[names[0]];
        _manifests.Documents.Remove(names[0]);
        Assert.Equal("EvidenceSequenceBroken", (await VerifyAsync()).Findings[0].Id);
        _manifests.Documents[names[0]] = oldest;
        Assert.Empty((await VerifyAsync()).Findings);

        TestEvidence stranger = TestEvidence.Stranger();
        var log = new EvidenceLog(stranger, _clock, NullLogger.Instance);
        await log.Retention.PruneAsync(_manifests, Id, "web", TimeSpan.FromDays(100), NoPoints, _own.OwnKeys, CancellationToken.None);
        Assert.Contains("EvidenceSequenceBroken", (await VerifyAsync()).Findings.Select(finding => finding.Id));
    }

    [Fact]
    public async Task What_was_changed_is_not_removed()
    {
        await WriteAsync(0, 120);
        string first = EvidenceChain.PrefixOf("vm") + "00000001";
        _manifests.Documents[first][200] ^= 1;
        ReplicationException error = await Assert.ThrowsAsync<ReplicationException>(() => PruneAsync(TimeSpan.FromDays(300), NoPoints));
        Assert.Equal("EvidenceNotRemoved", error.ErrorId);
        Assert.Contains(first, _manifests.Documents.Keys);
    }

    [Fact]
    public async Task Keys_whose_introductions_went_are_still_known_and_vouched_for()
    {
        string first = _own.Key.Id;
        await WriteAsync(0, 20);
        _own.RotateKey();
        await WriteAsync(20, 60);
        _own.RotateKey();
        await WriteAsync(80, 100);
        await PruneAsync(TimeSpan.FromDays(650), NoPoints);
        await PruneAsync(TimeSpan.FromDays(300), NoPoints);
        EvidenceReport report = EvidenceVerifier.Verify(await LinesAsync(), [first], "vm");
        Assert.Empty(report.Findings);
        Assert.True(report.Start!.RemovedThrough > 80);
    }

    [Fact]
    public async Task A_new_copy_begins_where_the_chain_does()
    {
        await WriteAsync(0, 120);
        await PruneAsync(TimeSpan.FromDays(300), NoPoints);
        var late = new TestEvidence();
        await new EvidenceLog(late, _clock, NullLogger.Instance).WriteAsync(_manifests, "site", Fact(9000), CancellationToken.None);
        Assert.Equal(await LinesAsync(), late.Read(Id));
    }

    [Fact]
    public async Task Old_entries_that_do_not_verify_never_stop_a_replication_and_are_looked_at_once_a_day()
    {
        await WriteAsync(0, 120);
        _manifests.Documents[EvidenceChain.PrefixOf("vm") + "00000001"][200] ^= 1;
        var log = new EvidenceLog(_own, _clock, NullLogger.Instance);
        await log.Retention.KeepAsync(_manifests, Id, "web", TimeSpan.FromDays(300), NoPoints, CancellationToken.None);
        Assert.NotEmpty((await VerifyAsync()).Findings);
        Assert.True(log.Retention.TryBegin(Id));
        Assert.False(log.Retention.TryBegin(Id));
        Assert.True(log.Retention.TryBegin(Id with { VMId = "other" }));
        _clock.Now = _clock.Now.AddDays(1);
        Assert.True(log.Retention.TryBegin(Id));
        _manifests.Documents[EvidenceChain.PrefixOf("vm") + "00000001"][200] ^= 1;
        await log.Retention.KeepAsync(_manifests, Id, "web", TimeSpan.FromDays(300), NoPoints, CancellationToken.None);
        Assert.NotNull((await VerifyAsync()).Start);
    }

    /// <summary>One entry every five days, some 25 of them in a segment.</summary>
    private async Task WriteAsync(int from, int count)
    {
        var log = new EvidenceLog(_own, _clock, NullLogger.Instance);
        for (int i = from; i < from + count; i++)
        {
            await log.WriteAsync(_manifests, "site", Fact(i), CancellationToken.None);
            _clock.Now = _clock.Now.AddDays(5);
        }
    }

    private Task<long> PruneAsync(TimeSpan age, IReadOnlySet<string> kept) =>
        new EvidenceLog(_own, _clock, NullLogger.Instance).Retention.PruneAsync(_manifests, Id, "web", age, kept, [], CancellationToken.None);

    private async Task<EvidenceReport> VerifyAsync() => EvidenceVerifier.Verify(await LinesAsync(), _own.OwnKeys, "vm");

    private Task<IReadOnlyList<byte[]>> LinesAsync() => new EvidenceChain(_manifests, "vm").ReadAsync(CancellationToken.None);

    private static EvidenceFact Fact(int i) => new($"f{i}", EvidenceKind.Accepted, "vm", "web", $"p{i}", new Dictionary<string, string> { ["root.disk0"] = new string('a', 2000) });

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Noon;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>The process ends before the change of that number.</summary>
    private sealed class DyingManifests(MemoryManifests inner, int changes) : IManifestStore
    {
        private int _left = changes;

        public Task<ManifestDocument?> ReadAsync(string name, CancellationToken cancellationToken = default) => inner.ReadAsync(name, cancellationToken);

        public IAsyncEnumerable<string> ListAsync(string prefix = "", CancellationToken cancellationToken = default) => inner.ListAsync(prefix, cancellationToken);

        public Task<string> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken = default) =>
            _left-- > 0 ? inner.WriteAsync(name, content, expectedVersion, cancellationToken) : throw new OperationCanceledException();

        public Task DeleteAsync(string name, string expectedVersion, CancellationToken cancellationToken = default) =>
            _left-- > 0 ? inner.DeleteAsync(name, expectedVersion, cancellationToken) : throw new OperationCanceledException();
    }
}
