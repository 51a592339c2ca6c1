using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Replication.Aws.Tests.Ebs;

/// <summary>
/// EBS in memory, as strict as the service is documented to be: checksums, counts, states, lineages, tokens that change with
/// every listing and expire. What the service leaves undefined is answered in the nastiest way: a block that was left out of
/// an encrypted snapshot is garbage.
/// </summary>
internal sealed class FakeEbsService(TimeProvider time)
{
    public const int BlockSize = 524_288;

    private readonly Lock _lock = new();
    private int _number;
    private int _listing;

    public Dictionary<string, FakeSnapshot> Snapshots { get; } = new(StringComparer.Ordinal);

    public bool EncryptionByDefault { get; set; }

    /// <summary>Blocks on a page at most, whatever was asked for.</summary>
    public int LargestPage { get; set; } = int.MaxValue;

    /// <summary>Answers an empty page with a token before each full one.</summary>
    public bool EmptyPages { get; set; }

    public TimeSpan TokenLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a completion takes.</summary>
    public TimeSpan SealingTime { get; set; }

    /// <summary>How long after a start the snapshot is not known.</summary>
    public TimeSpan Invisible { get; set; }

    public FakeAnswer Start(JsonObject request)
    {
        lock (_lock)
        {
            string text = request.ToJsonString();
            string token = request["ClientToken"]!.GetValue<string>();
            if (Snapshots.Values.FirstOrDefault(other => other.ClientToken == token) is { } same)
                return same.Request == text ? Started(same) : FakeAnswer.Error(409, "ConflictException", "the token is taken");
            long size = request["VolumeSize"]?.GetValue<long>() ?? 0;
            if (size is < 1 or > 65536) return Invalid("INVALID_VOLUME_SIZE");
            FakeSnapshot? parent = null;
            if (request["ParentSnapshotId"]?.GetValue<string>() is { } parentId)
            {
                if (request.ContainsKey("Encrypted") || request.ContainsKey("KmsKeyArn")) return Invalid("INVALID_PARAMETER_VALUE");
                if (!Snapshots.TryGetValue(parentId, out parent)) return NotFound();
                if (parent.State != "completed" || parent.VolumeSize > size) return Invalid("INVALID_PARAMETER_VALUE");
                if (EncryptionByDefault && !parent.Encrypted) return Invalid("INVALID_PARAMETER_VALUE");
            }

            bool encrypted = parent?.Encrypted ?? (EncryptionByDefault || request["Encrypted"]?.GetValue<bool>() == true);
            var tags = (request["Tags"] as JsonArray ?? []).ToDictionary(tag => tag!["Key"]!.GetValue<string>(), tag => tag!["Value"]!.GetValue<string>());
            if (tags.Count > 50) return Invalid("INVALID_TAG");
            var made = new FakeSnapshot($"snap-{++_number:x17}", parent, size, encrypted, time.GetUtcNow())
            {
                Description = request["Description"]?.GetValue<string>() ?? "",
                ClientToken = token,
                Request = text,
                Tags = tags,
            };
            Snapshots.Add(made.Id, made);
            return Started(made);
        }
    }

    public FakeAnswer Put(string id, int block, byte[] data, string? checksum, string? algorithm, string? length)
    {
        lock (_lock)
        {
            if (Visible(id) is not { } snapshot) return NotFound();
            if (snapshot.State != "pending") return Invalid("INVALID_SNAPSHOT_ID");
            if (data.Length != BlockSize || length != "524288" || block < 0 || block >= snapshot.VolumeSize * 2048) return Invalid("INVALID_BLOCK");
            string computed = Convert.ToBase64String(SHA256.HashData(data));
            if (algorithm != "SHA256" || checksum != computed) return Invalid("INVALID_BLOCK");
            snapshot.Put[block] = data;
            return new FakeAnswer(201, []) { Checksum = computed };
        }
    }

    public FakeAnswer Complete(string id, int count, string? checksum)
    {
        lock (_lock)
        {
            if (Visible(id) is not { } snapshot) return NotFound();
            if (snapshot.State != "pending") return Invalid("INVALID_SNAPSHOT_ID");
            if (count != snapshot.Put.Count) return Invalid("INVALID_PARAMETER_VALUE");
            if (checksum is not null && checksum != snapshot.Aggregate()) return Invalid("INVALID_PARAMETER_VALUE");
            snapshot.Complete();
            snapshot.Sealed = time.GetUtcNow() + SealingTime;
            return FakeAnswer.Json(202, new JsonObject { ["Status"] = "pending" });
        }
    }

    public FakeAnswer ListBlocks(string id, int start, string? pageToken, int maxResults)
    {
        lock (_lock)
        {
            if (Readable(id) is not { } snapshot) return Find(id) is null ? NotFound() : Invalid("INVALID_SNAPSHOT_ID");
            int listing = ++_listing;
            return Page("Blocks", Blocks(snapshot), start, pageToken, maxResults, snapshot, block => new JsonObject
            {
                ["BlockIndex"] = block,
                ["BlockToken"] = Token(id, block, listing),
            });
        }
    }

    public FakeAnswer ListChanged(string firstId, string secondId, int start, string? pageToken, int maxResults)
    {
        lock (_lock)
        {
            if (Readable(firstId) is not { } first || Readable(secondId) is not { } second) return NotFound();
            if (first.Lineage != second.Lineage) return Invalid("UNRELATED_SNAPSHOTS");
            int listing = ++_listing;
            // By identity, not by content: what was written again counts as changed.
            var changed = first.Image.Keys.Union(second.Image.Keys).Order()
                .Where(block => !ReferenceEquals(first.Image.GetValueOrDefault(block), second.Image.GetValueOrDefault(block)));
            return Page("ChangedBlocks", changed, start, pageToken, maxResults, second, block =>
            {
                var entry = new JsonObject { ["BlockIndex"] = block };
                if (first.Image.ContainsKey(block)) entry["FirstBlockToken"] = Token(firstId, block, listing);
                if (second.Image.ContainsKey(block)) entry["SecondBlockToken"] = Token(secondId, block, listing);
                return entry;
            });
        }
    }

    public FakeAnswer Get(string id, int block, string? token)
    {
        lock (_lock)
        {
            if (Readable(id) is not { } snapshot) return NotFound();
            string[] parts = Encoding.ASCII.GetString(Convert.FromBase64String(token ?? "")).Split('/');
            if (parts.Length != 4 || parts[0] != id || parts[1] != $"{block}" || time.GetUtcNow().UtcTicks >= long.Parse(parts[3], CultureInfo.InvariantCulture))
                return Invalid("INVALID_BLOCK_TOKEN");
            byte[] data = Content(snapshot, block);
            return new FakeAnswer(200, data) { Checksum = Convert.ToBase64String(SHA256.HashData(data)) };
        }
    }

    /// <summary>What a volume made from the snapshot holds.</summary>
    public static byte[] Content(FakeSnapshot snapshot, int block)
    {
        if (snapshot.Image.TryGetValue(block, out byte[]? data)) return data;
        var missing = new byte[BlockSize];
        if (snapshot.Encrypted) new Random(block).NextBytes(missing);
        return missing;
    }

    /// <summary>Completed, and long enough ago.</summary>
    public string StateOf(FakeSnapshot snapshot) => snapshot.State == "completed" && snapshot.Sealed > time.GetUtcNow() ? "pending" : snapshot.State;

    public FakeSnapshot? Find(string id)
    {
        lock (_lock) return Snapshots.GetValueOrDefault(id);
    }

    public FakeSnapshot? Visible(string id) => Find(id) is { } snapshot && snapshot.StartTime + Invisible <= time.GetUtcNow() ? snapshot : null;

    private static FakeAnswer Invalid(string reason) => FakeAnswer.Error(400, "ValidationException", "the request is not valid", reason);

    private static FakeAnswer NotFound() => FakeAnswer.Error(404, "ResourceNotFoundException", "no such snapshot", "SNAPSHOT_NOT_FOUND");

    private static FakeAnswer Started(FakeSnapshot snapshot) => FakeAnswer.Json(201, new JsonObject
    {
        ["SnapshotId"] = snapshot.Id,
        ["OwnerId"] = "123456789012",
        ["Status"] = snapshot.State,
        ["StartTime"] = snapshot.StartTime.ToUnixTimeMilliseconds() / 1000.0,
        ["VolumeSize"] = snapshot.VolumeSize,
        ["BlockSize"] = BlockSize,
        ["SseType"] = snapshot.Encrypted ? "sse-kms" : "none",
    });

    private static IEnumerable<int> Blocks(FakeSnapshot snapshot) =>
        snapshot.Encrypted ? Enumerable.Range(0, (int)snapshot.VolumeSize * 2048) : snapshot.Image.Keys;

    private FakeSnapshot? Readable(string id) => Visible(id) is { } snapshot && StateOf(snapshot) == "completed" ? snapshot : null;

    private string Token(string id, int block, int listing) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"{id}/{block}/{listing}/{(time.GetUtcNow() + TokenLife).UtcTicks}"));

    private FakeAnswer Page(
        string name, IEnumerable<int> blocks, int start, string? pageToken, int maxResults, FakeSnapshot snapshot, Func<int, JsonObject> entry)
    {
        if (maxResults is < 100 or > 10_000) return Invalid("INVALID_PARAMETER_VALUE");
        bool full = !EmptyPages;
        if (pageToken is not null)
        {
            string text = Encoding.ASCII.GetString(Convert.FromBase64String(pageToken));
            start = int.Parse(text[1..], CultureInfo.InvariantCulture);
            full |= text[0] == 'f';
        }

        int[] page = full ? [.. blocks.Where(block => block >= start).Take(Math.Min(maxResults, LargestPage) + 1)] : [];
        string? next = !full ? $"f{start}" : page.Length > Math.Min(maxResults, LargestPage) ? $"e{page[^1]}" : null;
        var answer = new JsonObject
        {
            [name] = new JsonArray([.. (full && next is not null ? page[..^1] : page).Select(entry)]),
            ["ExpiryTime"] = (time.GetUtcNow() + TokenLife).ToUnixTimeMilliseconds() / 1000.0,
            ["VolumeSize"] = snapshot.VolumeSize,
            ["BlockSize"] = BlockSize,
        };
        if (next is not null) answer["NextToken"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(next));
        return FakeAnswer.Json(200, answer);
    }
}
