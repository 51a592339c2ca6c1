using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>Reads parameters out of path, query and headers, each checked against the model of the service.</summary>
internal static partial class EbsRequest
{
    private const int MaximumSnapshotId = 64;
    private const int DigestSize = 32;

    public static string SnapshotId(string text) => text.Length <= MaximumSnapshotId && SnapshotIdPattern().IsMatch(text)
        ? text
        : throw EbsErrors.Validation(EbsErrors.InvalidSnapshotId, "The snapshot id must be 'snap-' and hexadecimal digits.");

    public static int BlockIndex(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
        ? index
        : throw EbsErrors.Validation(EbsErrors.InvalidBlock, "The block index must be an integer of at least 0.");

    public static int? OptionalInteger(string? text, string name, int minimum, int maximum)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum
            ? value
            : throw EbsErrors.Validation(EbsErrors.InvalidParameter, $"{name} must be an integer from {minimum} to {maximum}.");
    }

    public static int RequiredInteger(string? text, string name, int minimum, int maximum) =>
        OptionalInteger(text, name, minimum, maximum) ?? throw EbsErrors.Validation(EbsErrors.InvalidParameter, $"{name} is required.");

    /// <summary>A SHA-256 in base64 with its algorithm beside it; null when neither is there.</summary>
    public static Core.Snapshots.BlockDigest? Checksum(IHeaderDictionary headers)
    {
        string checksum = headers["x-amz-Checksum"].ToString();
        string algorithm = headers["x-amz-Checksum-Algorithm"].ToString();
        if (checksum.Length == 0 && algorithm.Length == 0) return null;
        if (algorithm != "SHA256") throw EbsErrors.Validation(EbsErrors.InvalidParameter, "The checksum algorithm must be SHA256.");
        Span<byte> digest = stackalloc byte[DigestSize + 1];
        return Convert.TryFromBase64String(checksum, digest, out int size) && size == DigestSize
            ? new Core.Snapshots.BlockDigest(digest[..DigestSize])
            : throw EbsErrors.Validation(EbsErrors.InvalidParameter, "The checksum must be a SHA-256 in base64.");
    }

    [GeneratedRegex(@"\Asnap-[0-9a-f]+\z")]
    private static partial Regex SnapshotIdPattern();
}
