using System.Globalization;
using System.Text.RegularExpressions;

namespace Replication.Core.Tests.Rules;

/// <summary>A test that names a requirement: AWS_05 at the start of a method, 'AWS-05 at the start of a Pester test.</summary>
/// <param name="Id">AWS-05.</param>
/// <param name="Project">Folder below tests.</param>
/// <param name="Class">File without its extension.</param>
internal sealed partial record NamedTest(string Id, string Project, string Class)
{
    public static IReadOnlyList<NamedTest> Find(string testsFolder)
    {
        var found = new List<NamedTest>();
        foreach (string path in Directory.EnumerateFiles(testsFolder, "*.*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string[] parts = Path.GetRelativePath(testsFolder, path).Split(Path.DirectorySeparatorChar);
            if (parts.Contains("obj") || parts.Contains("bin")) continue;
            Regex? pattern = path.EndsWith(".cs", StringComparison.Ordinal) ? Method() : path.EndsWith(".Tests.ps1", StringComparison.Ordinal) ? Pester() : null;
            if (pattern is null) continue;
            foreach (Match match in pattern.Matches(File.ReadAllText(path)))
            {
                foreach (Match ids in Ids().Matches(match.Groups[1].Value))
                {
                    int first = Number(ids.Groups[2]);
                    int last = ids.Groups[3].Success ? Number(ids.Groups[3]) : first;
                    foreach (int number in Enumerable.Range(first, last - first + 1))
                        found.Add(new NamedTest($"{ids.Groups[1].Value}-{number:00}", parts[0], Path.GetFileNameWithoutExtension(path)));
                }
            }
        }

        return found;
    }

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    // The ids a name begins with; one method may prove several: HOT_19_HOT_20_both_partition_styles, LNX_01_to_09_a_guest_in_order.
    [GeneratedRegex(@"\bpublic (?:async )?(?:void|Task|ValueTask) ((?:[A-Z]{3}_[0-9]{2}_(?:to_[0-9]{2}_)?)+)")]
    private static partial Regex Method();

    [GeneratedRegex(@"\bIt ['""]((?:[A-Z]{3}-[0-9]{2} )+)")]
    private static partial Regex Pester();

    [GeneratedRegex("([A-Z]{3})[-_]([0-9]{2})(?:_to_([0-9]{2}))?")]
    private static partial Regex Ids();
}
