using System.Globalization;

namespace Replication.Core.Evidence;

/// <summary>
/// What a signed entry says of the entries that were removed under retention: up to which one, and the hash of that, so that what is left begins
/// where it says; and the public parts of the keys whose introductions went with them. It is written before anything is removed.
/// </summary>
/// <param name="At">When it was written, UTC.</param>
/// <param name="RemovedThrough">Sequence of the newest entry that was removed.</param>
/// <param name="RemovedHash">Hash of its line.</param>
/// <param name="RemovedUntil">When that entry was written, UTC.</param>
/// <param name="Keys">Keys that were introduced until then, by id.</param>
public sealed record EvidenceCheckpoint(
    DateTimeOffset At, long RemovedThrough, string RemovedHash, DateTimeOffset RemovedUntil, IReadOnlyDictionary<string, EvidenceKeyPart> Keys)
{
    private const string Through = "removedThrough";
    private const string Hash = "removedHash";
    private const string Until = "removedUntil";

    /// <summary>Followed by the id of a key; after its public part, where another key vouches for it, the id of that and its signature.</summary>
    private const string KeyPrefix = "key.";

    /// <summary>Null for an entry that is none.</summary>
    public static EvidenceCheckpoint? Of(EvidenceEntry entry)
    {
        IReadOnlyDictionary<string, string> details = entry.Fact.Details;
        if (entry.Fact.Kind != EvidenceKind.Checkpoint
            || !long.TryParse(details.GetValueOrDefault(Through), NumberStyles.None, CultureInfo.InvariantCulture, out long through)
            || !DateTimeOffset.TryParse(details.GetValueOrDefault(Until), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset until)
            || !details.TryGetValue(Hash, out string? hash))
        {
            return null;
        }

        var keys = details.Where(detail => detail.Key.StartsWith(KeyPrefix, StringComparison.Ordinal))
            .ToDictionary(detail => detail.Key[KeyPrefix.Length..], detail => EvidenceKeyPart.Parse(detail.Value));
        return new EvidenceCheckpoint(entry.At, through, hash, until, keys);
    }

    /// <summary>The same removal is the same fact, however often it is begun.</summary>
    public EvidenceFact ToFact(string vmId, string vmName)
    {
        var details = new Dictionary<string, string>
        {
            [Through] = RemovedThrough.ToString(CultureInfo.InvariantCulture),
            [Hash] = RemovedHash,
            [Until] = RemovedUntil.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        };
        foreach ((string id, EvidenceKeyPart key) in Keys) details[KeyPrefix + id] = key.ToString();
        return new EvidenceFact($"{nameof(EvidenceKind.Checkpoint)}/{RemovedThrough}", EvidenceKind.Checkpoint, vmId, vmName, null, details);
    }
}
