using System.Globalization;
using Replication.Core.Fencing;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.ReplicationV1;

/// <summary>Reads parameters out of paths, queries, headers and bodies.</summary>
internal static class V1Parameters
{
    public const string EpochHeader = "x-replication-epoch";

    /// <summary>Null where the header is missing: the request is no job's.</summary>
    public static WriterEpoch? Epoch(string? text) => string.IsNullOrEmpty(text) ? null
        : WriterEpoch.Parse(text) ?? throw V1Errors.Parameter($"{EpochHeader} must be a number, a semicolon, and a name of at most {WriterEpoch.LongestHolder} visible characters.");

    public static long Index(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long index)
        ? index
        : throw V1Errors.Parameter("A block index must be an integer of at least 0.");

    public static long Start(Microsoft.AspNetCore.Http.HttpRequest request) => request.Query["start"].ToString() is { Length: > 0 } text ? Index(text) : 0;

    public static BlockDigest Digest(string? text, string name) => OptionalDigest(text, name) ?? throw V1Errors.Parameter($"{name} is required.");

    public static BlockDigest? OptionalDigest(string? text, string name)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return text.Length == 2 * BlockDigest.Size && text.All(char.IsAsciiHexDigit)
            ? BlockDigest.Parse(text)
            : throw V1Errors.Parameter($"{name} must be a SHA-256 in hexadecimal.");
    }

    public static int GrainMask(string text) => text.Length == 2 && int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int mask)
        ? mask
        : throw V1Errors.Parameter("x-replication-grains must be two hexadecimal digits, the lowest bit for the first grain.");
}
