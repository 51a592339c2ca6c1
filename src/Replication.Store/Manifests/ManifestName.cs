using System.Buffers;
using System.Text;

namespace Replication.Store.Manifests;

/// <summary>
/// Names of manifests as paths that no file system misreads: upper case is escaped, because some ignore case, and
/// every part gets a prefix and a suffix, so that neither device names nor trailing dots nor a document and a
/// directory of the same name meet.
/// </summary>
internal static class ManifestName
{
    private const int MaximumLength = 512;

    // Twice as many when all are upper case, plus prefix and suffix: below the 255 bytes of a file name.
    private const int MaximumSegmentLength = 100;

    private const string DirectoryPrefix = "d-";
    private const string DirectorySuffix = "~";
    private const string DocumentPrefix = "m-";
    private const string DocumentSuffix = ".sealed";
    private const char UpperCaseEscape = '=';

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static string ToPath(string name)
    {
        Check(name);
        string[] segments = name.Split('/');
        var path = segments[..^1].Select(segment => DirectoryPrefix + Escape(segment) + DirectorySuffix).Append(DocumentPrefix + Escape(segments[^1]) + DocumentSuffix);
        return Path.Combine([.. path]);
    }

    /// <summary>Null for a file that is no document, such as what a crash left behind.</summary>
    public static string? OfDocument(string file) => Strip(file, DocumentPrefix, DocumentSuffix);

    public static string? OfDirectory(string directory) => Strip(directory, DirectoryPrefix, DirectorySuffix);

    private static void Check(string name)
    {
        const string needed = "1 to 512 characters in '/'-separated parts of at most 100 of [A-Za-z0-9._-], none of them '.' or '..'.";
        if (name.Length is 0 or > MaximumLength) throw StoreErrors.InvalidManifestName(name, needed);
        foreach (string segment in name.Split('/'))
        {
            if (segment.Length is 0 or > MaximumSegmentLength || segment is "." or ".." || segment.AsSpan().ContainsAnyExcept(Allowed))
                throw StoreErrors.InvalidManifestName(name, needed);
        }
    }

    private static string Escape(string segment)
    {
        var text = new StringBuilder();
        foreach (char c in segment)
        {
            if (char.IsAsciiLetterUpper(c)) text.Append(UpperCaseEscape);
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    private static string? Strip(string name, string prefix, string suffix)
    {
        if (name.Length <= prefix.Length + suffix.Length || !name.StartsWith(prefix, StringComparison.Ordinal)
            || !name.EndsWith(suffix, StringComparison.Ordinal)) return null;
        var text = new StringBuilder();
        bool upper = false;
        foreach (char c in name.AsSpan(prefix.Length, name.Length - prefix.Length - suffix.Length))
        {
            if (c == UpperCaseEscape && !upper)
            {
                upper = true;
                continue;
            }

            text.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }

        return text.ToString();
    }
}
