using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Replication.Core.Evidence;

/// <summary>
/// One line of a chain, byte for byte as in docs/evidence.md: the entry as JSON, a tab, the signature in base64. It ends with a line feed, which is
/// not part of it. What is signed and what is chained are these bytes, so nobody ever has to write an entry a second time to check it.
/// </summary>
public sealed class EvidenceLine
{
    /// <summary>Bytes. An entry is a small document; what is longer is damage.</summary>
    public const int MaximumLength = 64 << 10;

    private const byte Separator = (byte)'\t';

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _bytes;
    private readonly int _payload;

    private EvidenceLine(byte[] bytes, int payload, byte[] signature, EvidenceEntry entry)
    {
        _bytes = bytes;
        _payload = payload;
        Signature = signature;
        Entry = entry;
    }

    public EvidenceEntry Entry { get; }

    /// <summary>ECDSA P-256 over the SHA-256 of the payload: r and s, 32 bytes each.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>What is signed.</summary>
    public ReadOnlyMemory<byte> Payload => _bytes.AsMemory(0, _payload);

    /// <summary>The whole line without its end.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>What the next line has as its previous one.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(_bytes));

    public static EvidenceLine Sign(EvidenceEntry entry, IEvidenceKey key)
    {
        byte[] payload = Format(entry);
        byte[] signature = key.Sign(payload);
        byte[] bytes = [.. payload, Separator, .. System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(signature))];
        return new EvidenceLine(bytes, payload.Length, signature, entry);
    }

    /// <summary>Null for what is no entry, or one of a format that is not known.</summary>
    public static EvidenceLine? Parse(ReadOnlySpan<byte> line)
    {
        int end = line.LastIndexOf(Separator);
        if (end <= 0 || line.Length > MaximumLength) return null;
        Span<byte> signature = stackalloc byte[EvidenceSignature.Length + 2];
        if (!Convert.TryFromBase64Chars(System.Text.Encoding.Latin1.GetString(line[(end + 1)..]), signature, out int length) || length != EvidenceSignature.Length) return null;
        try
        {
            return Read(line[..end]) is { } entry ? new EvidenceLine(line.ToArray(), end, signature[..length].ToArray(), entry) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static byte[] Format(EvidenceEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", EvidenceEntry.CurrentFormat);
            writer.WriteNumber("sequence", entry.Sequence);
            writer.WriteString("previous", entry.Previous);
            writer.WriteString("at", entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteString("key", entry.KeyId);
            writer.WriteString("kind", entry.Fact.Kind.ToString());
            writer.WriteString("fact", entry.Fact.Id);
            writer.WriteString("vm", entry.Fact.VMId);
            writer.WriteString("name", entry.Fact.VMName);
            if (entry.Fact.PointId is { } point) writer.WriteString("point", point);
            writer.WriteStartObject("details");
            foreach ((string name, string value) in entry.Fact.Details.OrderBy(detail => detail.Key, StringComparer.Ordinal)) writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static EvidenceEntry? Read(ReadOnlySpan<byte> payload)
    {
        using JsonDocument document = JsonDocument.Parse(payload.ToArray());
        JsonElement root = document.RootElement;
        if (root.GetProperty("format").GetInt32() != EvidenceEntry.CurrentFormat) return null;
        string Text(string name) => root.GetProperty(name).GetString() ?? throw new FormatException(name);
        return new EvidenceEntry(
            root.GetProperty("sequence").GetInt64(), Text("previous"),
            DateTimeOffset.Parse(Text("at"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), Text("key"),
            new EvidenceFact(
                Text("fact"), Enum.TryParse(Text("kind"), out EvidenceKind kind) && Enum.IsDefined(kind) ? kind : EvidenceKind.Unknown, Text("vm"), Text("name"),
                root.TryGetProperty("point", out JsonElement point) ? point.GetString() : null,
                root.GetProperty("details").EnumerateObject().ToDictionary(detail => detail.Name, detail => detail.Value.GetString() ?? "")));
    }
}
