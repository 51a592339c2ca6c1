using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Core.Evidence;
using Replication.Core.Manifests;
using Replication.Core.RecoveryPoints;
using Replication.Core.Snapshots;
using Replication.Core.Tests.Support;
using static Replication.Core.Tests.PointFactory;

namespace Replication.Core.Tests.Evidence;

public class EvidenceTests
{
    private readonly MemoryManifests _manifests = new();
    private readonly TestEvidence _own = new();

    [Fact]
    public async Task A_chain_of_many_segments_is_intact_and_every_fact_is_in_it_once()
    {
        EvidenceLog log = Log(_own);
        for (int i = 0; i < 300; i++)
        {
            await log.WriteAsync(_manifests, "site", Fact(i), CancellationToken.None);
            if (i % 7 == 0) await log.WriteAsync(_manifests, "site", Fact(i), CancellationToken.None);
        }

        IReadOnlyList<byte[]> lines = await LinesAsync();
        EvidenceReport report = EvidenceVerifier.Verify(lines, _own.OwnKeys, "vm");
        Assert.Empty(report.Findings);
        Assert.Equal(301, report.Entries.Count);
        Assert.Equal(EvidenceKind.KeyIntroduced, report.Entries[0].Fact.Kind);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"f{i}"), report.Entries.Skip(1).Where(entry => entry.Fact.Kind == EvidenceKind.Accepted).Select(entry => entry.Fact.Id));
        Assert.Equal(lines, _own.Read(new EvidenceChainId("site", "vm")));
        int segments = 0;
        await foreach (string name in _manifests.ListAsync(EvidenceChain.PrefixOf("vm")))
        {
            segments++;
            Assert.InRange((await _manifests.ReadAsync(name))!.Content.Length, 1, EvidenceChain.SegmentLength);
        }

        Assert.InRange(segments, 2, 10);
    }

    [Theory]
    [InlineData("change", "EvidenceSignatureInvalid")]
    [InlineData("remove", "EvidenceSequenceBroken")]
    [InlineData("swap", "EvidenceSequenceBroken")]
    [InlineData("repeat", "EvidenceSequenceBroken")]
    [InlineData("damage", "EvidenceCorrupt")]
    [InlineData("forge", "EvidenceKeyUnknown")]
    [InlineData("renumber", "EvidenceSignatureInvalid")]
    public async Task What_was_tampered_with_is_named(string how, string expected)
    {
        List<byte[]> lines = [.. await WrittenAsync(10)];
        switch (how)
        {
            case "change": lines[4] = Replace(lines[4], "\"name\":\"web\"", "\"name\":\"wob\""); break;
            case "remove": lines.RemoveAt(4); break;
            case "swap": (lines[4], lines[5]) = (lines[5], lines[4]); break;
            case "repeat": lines.Insert(4, lines[3]); break;
            case "damage": lines[4] = lines[4][..^20]; break;
            case "forge":
                EvidenceEntry entry = EvidenceLine.Parse(lines[4])!.Entry;
                lines[4] = EvidenceLine.Sign(entry with { KeyId = TestEvidence.Stranger().Key.Id }, TestEvidence.Stranger().Key).Bytes.ToArray();
                break;
            case "renumber":
                lines.RemoveAt(4);
                for (int i = 4; i < lines.Count; i++) lines[i] = Replace(lines[i], $"\"sequence\":{i + 2},", $"\"sequence\":{i + 1},");
                break;
        }

        EvidenceReport report = EvidenceVerifier.Verify(lines, _own.OwnKeys, "vm");
        Assert.Contains(expected, report.Findings.Select(finding => finding.Id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_segment_that_cannot_be_read_does_not_keep_facts_from_being_written_and_is_named(int intactBefore)
    {
        EvidenceLog log = Log(_own);
        int facts = 1;
        await log.WriteAsync(_manifests, "site", Fact(0), CancellationToken.None);
        while ((await _manifests.ListAsync(EvidenceChain.PrefixOf("vm")).CountAsync()) <= intactBefore) await log.WriteAsync(_manifests, "site", Fact(facts++), CancellationToken.None);
        var damaged = new DamagedManifests(_manifests, $"{EvidenceChain.PrefixOf("vm")}{intactBefore + 1:D8}");

        for (int repeat = 0; repeat < 2; repeat++)
        {
            await log.WriteAsync(damaged, "site", Fact(facts - 1), CancellationToken.None);
            await log.WriteAsync(damaged, "site", Fact(1000), CancellationToken.None);
        }

        EvidenceReport report = EvidenceVerifier.Verify(await new EvidenceChain(damaged, "vm").ReadAsync(CancellationToken.None), _own.OwnKeys, "vm");
        Assert.Contains("EvidenceCorrupt", report.Findings.Select(finding => finding.Id));
        Assert.Single(report.Entries, entry => entry.Fact.Id == "f1000");
        Assert.DoesNotContain($"f{facts - 1}", report.Entries.Select(entry => entry.Fact.Id));
        IReadOnlyList<byte[]> copy = _own.Read(new EvidenceChainId("site", "vm"));
        Assert.Empty(EvidenceVerifier.Verify(copy, _own.OwnKeys, "vm").Findings);
        Assert.Equal(facts + 2, copy.Count);
    }

    [Fact]
    public async Task A_chain_that_was_cut_off_is_told_by_the_copy_and_one_that_is_cut_with_it_by_the_manifests()
    {
        IReadOnlyList<byte[]> lines = await WrittenAsync(5);
        Assert.Null(EvidenceVerifier.Compare(lines, lines));
        Assert.Equal("EvidenceTruncated", EvidenceVerifier.Compare([.. lines.SkipLast(1)], lines)!.Id);
        Assert.Null(EvidenceVerifier.Compare(lines, [.. lines.SkipLast(1)]));
        byte[][] replaced = [.. lines.Take(2), .. lines.Skip(3)];
        Assert.Equal("EvidenceDiverged", EvidenceVerifier.Compare(replaced, lines)!.Id);
        EvidenceReport cut = EvidenceVerifier.Verify([.. lines.SkipLast(1)], _own.OwnKeys, "vm");
        Assert.Equal("EvidenceMissing", Assert.Single(EvidenceVerifier.Compare(cut, [Point(0, 1) with { Id = "p4" }])).Id);
        Assert.Empty(EvidenceVerifier.Compare(cut, [Point(0, 1) with { Id = "p3" }]));
    }

    [Fact]
    public async Task A_manifest_that_was_changed_contradicts_its_entry()
    {
        RecoveryPoint point = Point(0, 1) with { Disks = [new RecoveryPointDisk("disk0", "s", 512, BlockDigest.Compute("a"u8), null, 1)] };
        await Log(_own).WriteAsync(_manifests, "site", EvidenceFacts.Accepted(point), CancellationToken.None);
        EvidenceReport report = EvidenceVerifier.Verify(await LinesAsync(), _own.OwnKeys, "vm");
        Assert.Empty(EvidenceVerifier.Compare(report, [point]));
        RecoveryPoint changed = point with { Disks = [point.Disks[0] with { Root = BlockDigest.Compute("b"u8) }] };
        Assert.Equal("EvidenceContradicted", Assert.Single(EvidenceVerifier.Compare(report, [changed])).Id);
    }

    [Fact]
    public async Task A_rotated_key_is_trusted_because_the_former_vouches_for_it_and_a_stranger_is_not()
    {
        string first = _own.Key.Id;
        await WrittenAsync(2);
        _own.RotateKey();
        await Log(_own).WriteAsync(_manifests, "site", Fact(2), CancellationToken.None);
        Assert.Empty(EvidenceVerifier.Verify(await LinesAsync(), [first], "vm").Findings);
        await Log(TestEvidence.Stranger()).WriteAsync(_manifests, "site", Fact(3), CancellationToken.None);
        EvidenceReport report = EvidenceVerifier.Verify(await LinesAsync(), [first], "vm");
        Assert.Equal("EvidenceKeyNotTrusted", Assert.Single(report.Findings).Id);
        Assert.Equal(3, report.Keys.Count);
    }

    [Fact]
    public async Task Writing_goes_on_behind_damage_and_the_damage_stays_visible()
    {
        await WrittenAsync(3);
        ManifestDocument segment = (await _manifests.ReadAsync(EvidenceChain.PrefixOf("vm") + "00000001"))!;
        byte[] content = segment.Content.ToArray();
        content[^30] = (byte)'*';
        await _manifests.WriteAsync(segment.Name, content, segment.Version);
        await Log(_own).WriteAsync(_manifests, "site", Fact(9), CancellationToken.None);
        EvidenceReport report = EvidenceVerifier.Verify(await LinesAsync(), _own.OwnKeys, "vm");
        Assert.Contains("EvidenceCorrupt", report.Findings.Select(finding => finding.Id));
        Assert.Equal("f9", report.Entries[^1].Fact.Id);
    }

    [Fact]
    public async Task A_copy_that_fell_behind_catches_up()
    {
        await WrittenAsync(400);
        var late = new TestEvidence();
        await Log(late).WriteAsync(_manifests, "site", Fact(400), CancellationToken.None);
        Assert.Equal(await LinesAsync(), late.Read(new EvidenceChainId("site", "vm")));
    }

    [Fact]
    public void A_line_survives_its_bytes_and_has_the_form_that_is_documented()
    {
        var entry = new EvidenceEntry(7, EvidenceEntry.NoPrevious, Noon, _own.Key.Id, Fact(1) with { VMName = "wéb \"1\"\t\n" });
        EvidenceLine line = EvidenceLine.Sign(entry, _own.Key);
        string text = Encoding.UTF8.GetString(line.Bytes.Span);
        Assert.StartsWith($$"""{"format":1,"sequence":7,"previous":"{{EvidenceEntry.NoPrevious}}","at":"2026-01-01T12:00:00.0000000Z","key":"{{_own.Key.Id}}","kind":"Accepted","fact":"f1","vm":"vm",""", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Count(c => c == '\t'));
        Assert.DoesNotContain('\n', text);
        EvidenceLine parsed = EvidenceLine.Parse(line.Bytes.Span)!;
        Assert.Equal(entry.Fact.VMName, parsed.Entry.Fact.VMName);
        Assert.Equal(line.Hash, parsed.Hash);
        Assert.True(EvidenceSignature.Verify(_own.Key.PublicKey.Span, parsed.Payload.Span, parsed.Signature.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\t")]
    [InlineData("{}\tAAAA")]
    [InlineData("not json\tAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("{\"format\":2}\tAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("[1]\tAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    public void What_is_no_line_is_no_line(string text) => Assert.Null(EvidenceLine.Parse(Encoding.UTF8.GetBytes(text)));

    private async Task<IReadOnlyList<byte[]>> WrittenAsync(int count)
    {
        for (int i = 0; i < count; i++) await Log(_own).WriteAsync(_manifests, "site", Fact(i), CancellationToken.None);
        return await LinesAsync();
    }

    private Task<IReadOnlyList<byte[]>> LinesAsync() => new EvidenceChain(_manifests, "vm").ReadAsync(CancellationToken.None);

    private static EvidenceLog Log(IEvidenceCopy copy) => new(copy, new StillClock(), NullLogger.Instance);

    private static EvidenceFact Fact(int i) => new($"f{i}", EvidenceKind.Accepted, "vm", "web", $"p{i}", new Dictionary<string, string> { ["root.disk0"] = new string('a', 64) });

    private static byte[] Replace(byte[] line, string from, string to) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line).Replace(from, to, StringComparison.Ordinal));

    private sealed class StillClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;
    }
}
