using System.Globalization;
using System.Text;
using Replication.Core.Errors;
using Replication.Core.Manifests;

namespace Replication.Core.Evidence;

/// <summary>
/// The chain of one VM at one destination: segments "evidence/VM id/number" of at most 64 KiB beside the manifests. A segment is replaced as a
/// whole with compare-and-set, so there is no torn end and of two writers one sees the other's entry.
/// </summary>
public sealed class EvidenceChain(IManifestStore manifests, string vmId)
{
    private const string Prefix = "evidence/";

    /// <summary>Bytes. A few hundred entries: what is rewritten with each stays small, and so does their number of documents.</summary>
    internal const int SegmentLength = 64 << 10;

    public static string PrefixOf(string vmId) => $"{Prefix}{vmId}/";

    /// <summary>Ids of the VMs that have a chain at a destination.</summary>
    public static async Task<IReadOnlyList<string>> ListVMsAsync(IManifestStore manifests, CancellationToken cancellationToken)
    {
        var vms = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (string name in manifests.ListAsync(Prefix, cancellationToken))
        {
            if (name.Split('/') is [_, var vm, _]) vms.Add(vm);
        }

        return [.. vms];
    }

    /// <summary>All lines, as they are: whether they are right is <see cref="EvidenceVerifier"/>'s to say.</summary>
    public async Task<IReadOnlyList<byte[]>> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = new List<byte[]>();
        foreach (string name in await NamesAsync(cancellationToken))
        {
            (ManifestDocument? segment, string? damage) = await ReadSegmentAsync(name, cancellationToken);
            // What is said of it stands for its lines, and is no entry either.
            if (damage is not null) lines.Add(Encoding.UTF8.GetBytes(damage));
            lines.AddRange(LinesOf(segment));
        }

        return lines;
    }

    /// <summary>The newest segments, as many as an append has to know.</summary>
    internal async Task<EvidenceTail> TailAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = await NamesAsync(cancellationToken);
        (ManifestDocument? last, string? damage) = names.Count > 0 ? await ReadSegmentAsync(names[^1], cancellationToken) : default;
        (ManifestDocument? before, string? earlier) = names.Count > 1 ? await ReadSegmentAsync(names[^2], cancellationToken) : default;
        EvidenceLine?[] lines = [.. LinesOf(before).Concat(LinesOf(last)).Select(line => EvidenceLine.Parse(line))];
        return new EvidenceTail(
            names.Count > 0 ? NumberOf(names[^1]) : 0, last, [.. lines.OfType<EvidenceLine>()], lines.Count(line => line is null), damage ?? earlier);
    }

    /// <summary>One segment; null when it is gone.</summary>
    internal Task<ManifestDocument?> SegmentAsync(string name, CancellationToken cancellationToken) => manifests.ReadAsync(name, cancellationToken);

    internal async Task RemoveAsync(ManifestDocument segment, CancellationToken cancellationToken)
    {
        try
        {
            await manifests.DeleteAsync(segment.Name, segment.Version, cancellationToken);
        }
        catch (SnapshotStoreException gone) when (gone.ErrorId == "ManifestNotFound")
        {
            // The answer to an earlier attempt was lost.
        }
    }

    /// <returns>False when somebody else wrote meanwhile.</returns>
    internal async Task<bool> TryAppendAsync(EvidenceTail tail, IReadOnlyList<EvidenceLine> lines, CancellationToken cancellationToken)
    {
        byte[] added = [.. lines.SelectMany(line => line.Bytes.ToArray().Append((byte)'\n'))];
        bool fits = tail.Segment is { } present && present.Content.Length + added.Length <= SegmentLength && present.Content.Span.EndsWith("\n"u8);
        try
        {
            if (fits) await manifests.WriteAsync(tail.Segment!.Name, (byte[])[.. tail.Segment.Content.Span, .. added], tail.Segment.Version, cancellationToken);
            else await manifests.WriteAsync($"{PrefixOf(vmId)}{tail.Number + 1:D8}", added, expectedVersion: null, cancellationToken);
            return true;
        }
        catch (SnapshotStoreException conflict) when (conflict.ErrorId == "ManifestConflict")
        {
            return false;
        }
    }

    /// <summary>Names of the segments, oldest first.</summary>
    internal async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (string name in manifests.ListAsync(PrefixOf(vmId), cancellationToken)) names.Add(name);
        return names;
    }

    internal static IEnumerable<byte[]> LinesOf(ManifestDocument? segment) => segment is null ? [] : EvidenceText.Lines(segment.Content.Span);

    /// <summary>A segment, or what is wrong with it: the chain goes on behind damage.</summary>
    private async Task<(ManifestDocument? Segment, string? Damage)> ReadSegmentAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await manifests.ReadAsync(name, cancellationToken), null);
        }
        catch (ReplicationException error) when (error.ErrorId == "CorruptManifest")
        {
            return (null, error.Message);
        }
    }

    private static long NumberOf(string name) =>
        long.TryParse(name.AsSpan(name.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
}

/// <param name="Number">Of the newest segment; 0 in an empty chain.</param>
/// <param name="Segment">The newest segment; null where there is none that can be read.</param>
/// <param name="Lines">Entries of it and of the segment before.</param>
/// <param name="Damaged">Lines there that are none.</param>
/// <param name="Unreadable">What is wrong with one of these segments; null where both can be read.</param>
internal sealed record EvidenceTail(long Number, ManifestDocument? Segment, IReadOnlyList<EvidenceLine> Lines, int Damaged, string? Unreadable);
