using System.Text;
using Replication.Core.Manifests;

namespace Replication.Store.Manifests;

/// <summary>
/// Names of manifests as paths that no file system misreads: upper case is escaped, because some ignore case, and
/// every part gets a prefix and a suffix, so that neither device names nor trailing dots nor a document and a
/// directory of the same name meet.
/// </summary>
internal static class ManifestName
{
    private const string DirectoryPrefix = "d-";
    private const string DirectorySuffix = "~";
    private const string DocumentPrefix = "m-";
    private const string DocumentSuffix = ".sealed";
    private const char UpperCaseEscape = '=';

    public static string ToPath(string name)
    {
        ManifestRules.CheckName(name);
        string[] segments = name.Split('/');
        var path = segments[..^1].Select(segment => DirectoryPrefix + Escape(segment) + DirectorySuffix).Append(DocumentPrefix + Escape(segments[^1]) + DocumentSuffix);
        return Path.Combine([.. path]);
    }

    /// <summary>Null for a file that is no document, such as what a crash left behind.</summary>
    public static string? OfDocument(string file) => Strip(file, DocumentPrefix, DocumentSuffix);

    public static string? OfDirectory(string directory) => Strip(directory, DirectoryPrefix, DirectorySuffix);

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
