using System.Text.Json;
using System.Text.RegularExpressions;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>The body of StartSnapshot, checked against the limits of the service's model.</summary>
internal sealed partial class StartSnapshotBody
{
    /// <summary>64 TiB.</summary>
    private const long MaximumVolumeSize = 65_536;

    /// <summary>A store keeps fifty, and the server needs one of them for <see cref="EbsSnapshotMetadata"/>.</summary>
    private const int MaximumTags = 49;

    private const int MinimumTimeout = 10;
    private const int MaximumTimeout = 4320;

    private readonly JsonElement _json;

    private StartSnapshotBody(JsonElement json)
    {
        _json = json;
        VolumeSize = Integer("VolumeSize", 1, MaximumVolumeSize, EbsErrors.InvalidVolumeSize)
            ?? throw EbsErrors.Validation(EbsErrors.InvalidVolumeSize, "VolumeSize is required.");
        ParentSnapshotId = Text("ParentSnapshotId", 64) is { } parent ? EbsRequest.SnapshotId(parent) : null;
        Description = Text("Description", 255) ?? "";
        ClientToken = Text("ClientToken", 255);
        if (ClientToken is { } token && (token.Length == 0 || token.Any(char.IsWhiteSpace))) throw Invalid("ClientToken must have no spaces.");
        Encrypted = Boolean("Encrypted");
        KmsKeyArn = Text("KmsKeyArn", 2048);
        if (KmsKeyArn is not null && !KeyPattern().IsMatch(KmsKeyArn)) throw EbsErrors.Validation(EbsErrors.InvalidCustomerKey, "KmsKeyArn is not the ARN of a KMS key.");
        Timeout = (int)(Integer("Timeout", MinimumTimeout, MaximumTimeout, EbsErrors.InvalidParameter) ?? EbsSnapshotMetadata.DefaultTimeoutMinutes);
        Tags = ReadTags();
    }

    /// <summary>GiB.</summary>
    public long VolumeSize { get; }

    public string? ParentSnapshotId { get; }

    public string Description { get; }

    public string? ClientToken { get; }

    public bool? Encrypted { get; }

    public string? KmsKeyArn { get; }

    /// <summary>Minutes.</summary>
    public int Timeout { get; }

    public Dictionary<string, string> Tags { get; }

    public static StartSnapshotBody Parse(byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Invalid("The body must be a JSON object.");
            return new StartSnapshotBody(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not valid UTF-16, such as half a surrogate pair.
            throw EbsErrors.Validation(EbsErrors.InvalidParameter, "The body is not valid JSON.", error);
        }
    }

    private static Errors.ServiceException Invalid(string message) => EbsErrors.Validation(EbsErrors.InvalidParameter, message);

    private JsonElement? Member(JsonElement json, string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (!json.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null) return null;
        return kinds.Contains(value.ValueKind) ? value : throw Invalid($"{name} has the wrong type.");
    }

    private string? Text(string name, int maximum) => Text(_json, name, maximum, EbsErrors.InvalidParameter);

    private string? Text(JsonElement json, string name, int maximum, string reason)
    {
        string? text = Member(json, name, JsonValueKind.String)?.GetString();
        return text is null || text.Length <= maximum ? text : throw EbsErrors.Validation(reason, $"{name} must have at most {maximum} characters.");
    }

    private long? Integer(string name, long minimum, long maximum, string reason)
    {
        if (Member(_json, name, JsonValueKind.Number) is not { } value) return null;
        return value.TryGetInt64(out long number) && number >= minimum && number <= maximum
            ? number
            : throw EbsErrors.Validation(reason, $"{name} must be an integer from {minimum} to {maximum}.");
    }

    private bool? Boolean(string name) => Member(_json, name, JsonValueKind.True, JsonValueKind.False)?.GetBoolean();

    private Dictionary<string, string> ReadTags()
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Member(_json, "Tags", JsonValueKind.Array) is not { } list) return tags;
        foreach (JsonElement tag in list.EnumerateArray())
        {
            if (tag.ValueKind != JsonValueKind.Object) throw Invalid("Tags has the wrong type.");
            string key = Text(tag, "Key", 127, EbsErrors.InvalidTag) ?? "";
            string value = Text(tag, "Value", 255, EbsErrors.InvalidTag) ?? "";
            if (key.Length == 0) throw EbsErrors.Validation(EbsErrors.InvalidTag, "A tag has no key.");
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw EbsErrors.Validation(EbsErrors.InvalidTag, "Tag keys that begin with 'aws:' are reserved.");
            if (!tags.TryAdd(key, value)) throw EbsErrors.Validation(EbsErrors.InvalidTag, "A tag key comes twice.");
        }

        return tags.Count <= MaximumTags ? tags : throw EbsErrors.Validation(EbsErrors.InvalidTag, $"At most {MaximumTags} tags are possible.");
    }

    [GeneratedRegex(@"\Aarn:aws[a-z\-]*:kms:[^\s;]*:[0-9]{12}:key/[^\s;]+\z")]
    private static partial Regex KeyPattern();
}
