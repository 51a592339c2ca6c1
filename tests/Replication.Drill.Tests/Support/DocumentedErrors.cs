using System.Text.RegularExpressions;
using Replication.Core.Jobs;

namespace Replication.Drill.Tests.Support;

/// <summary>The ids of docs/errors.md.</summary>
internal static partial class DocumentedErrors
{
    private static readonly Lazy<HashSet<string>> Ids = new(Read);

    /// <summary>A defect of the program is documented too, and never what a fault of a service may end in.</summary>
    public static void Require(string verb, JobError error) => Assert.True(
        error.ErrorId != "InternalError" && Ids.Value.Contains(error.ErrorId), $"{verb} ended with {error.ErrorId}: {error.Message}");

    private static HashSet<string> Read()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "docs", "errors.md");
            if (File.Exists(path)) return [.. Row().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value)];
        }

        throw new InvalidOperationException($"No docs/errors.md above {AppContext.BaseDirectory}");
    }

    [GeneratedRegex(@"^\| `([A-Za-z.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
