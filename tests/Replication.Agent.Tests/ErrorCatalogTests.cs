using System.Text.RegularExpressions;

namespace Replication.Agent.Tests;

/// <summary>docs/errors.md lists exactly the error ids that the source raises.</summary>
public partial class ErrorCatalogTests
{
    [Fact]
    public void INV_10_every_error_id_is_documented_and_every_documented_one_exists()
    {
        string root = Repository.Root;
        var raised = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories))
        {
            if (file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)) continue;
            string text = File.ReadAllText(file);
            foreach (Match match in Raised().Matches(text)) raised.Add(match.Groups[1].Value);
            if (Path.GetFileName(file).Contains("Error", StringComparison.Ordinal))
            {
                foreach (Match match in Named().Matches(text)) raised.Add(match.Groups[1].Value);
            }
        }

        var documented = new SortedSet<string>(
            Documented().Matches(File.ReadAllText(Path.Combine(root, "docs", "errors.md"))).Select(match => match.Groups[1].Value), StringComparer.Ordinal);
        Assert.Empty(raised.Except(documented).Select(id => $"raised but not in docs/errors.md: {id}"));
        Assert.Empty(documented.Except(raised).Select(id => $"in docs/errors.md but never raised: {id}"));
    }

    // Ids with a dot are reasons of one refusal; those of Amazon have dots as well and are not ours.
    // new SomethingException("Id", ... and the target-typed new("Id", ...; the id may stand on the next line.
    [GeneratedRegex("""(?:Exception|\bnew)\s*\(\s*"((?:(?:CertificateRejected|PrereqFailed)\.)?[A-Z][A-Za-z]+)"\s*,""")]
    private static partial Regex Raised();

    // Factories and constants of errors: = "Id" and ("Id",
    [GeneratedRegex("(?:=>?|\\(|\\?|:)\\s*\"((?:(?:CertificateRejected|PrereqFailed)\\.[A-Z][A-Za-z]+)|[A-Z][a-z]+(?:[A-Z][A-Za-z]*)+)\"")]
    private static partial Regex Named();

    [GeneratedRegex(@"^\| `([A-Za-z.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Documented();
}
