using System.Buffers;
using Replication.Core.Errors;

namespace Replication.Core.Manifests;

/// <summary>What holds for manifests wherever they are kept, and the errors that every store of them raises alike.</summary>
public static class ManifestRules
{
    /// <summary>Bytes. A manifest is a small document; what is longer is damage, and is not read into memory.</summary>
    public const int MaximumLength = 16 << 20;

    private const int MaximumNameLength = 512;

    // Twice as many when a file system's upper case is escaped, plus prefix and suffix: below the 255 bytes of a file name.
    private const int MaximumSegmentLength = 100;

    private const string NameNeeded = "1 to 512 characters in '/'-separated parts of at most 100 of [A-Za-z0-9._-], none of them '.' or '..'.";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static bool IsName(string name) => name.Length is > 0 and <= MaximumNameLength && name.Split('/').All(
        segment => segment.Length is > 0 and <= MaximumSegmentLength && segment is not ("." or "..") && !segment.AsSpan().ContainsAnyExcept(Allowed));

    /// <summary>Error: InvalidManifestName.</summary>
    public static void CheckName(string name)
    {
        if (!IsName(name)) throw new SnapshotStoreException("InvalidManifestName", $"manifest '{name}'", "not a name.", NameNeeded);
    }

    /// <summary>Error: InvalidRequest.</summary>
    public static void CheckLength(string name, int length)
    {
        if (length > MaximumLength) throw new SnapshotStoreException("InvalidRequest", $"manifest {name}", $"{length} bytes.", $"at most {MaximumLength} bytes.");
    }

    public static SnapshotStoreException Conflict(string name, string? expected, string? found) => new(
        "ManifestConflict", $"manifest {name}", found is null ? "it does not exist." : $"its version is {found}.",
        expected is null ? "that it does not exist yet." : $"version {expected}.", "Read it again and decide anew.");

    public static SnapshotStoreException NotFound(string name) => new("ManifestNotFound", $"manifest {name}", "there is none.");
}
