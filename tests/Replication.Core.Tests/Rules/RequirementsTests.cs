using Replication.Core.Tests.Support;

namespace Replication.Core.Tests.Rules;

public class RequirementsTests
{
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");
    private static readonly IReadOnlyList<Requirement> Requirements = Requirement.Read(Path.Combine(Docs, "requirements.tsv"));

    private static IReadOnlyList<NamedTest> Tests() => NamedTest.Find(Path.Combine(Repository.Root, "tests"));

    [Fact]
    public void The_document_of_requirements_is_what_the_tests_say()
    {
        string path = Path.Combine(Docs, "requirements.md");
        string written = RequirementsDocument.Write(Requirements, Tests());
        if (Environment.GetEnvironmentVariable("REPLICATION_WRITE_DOCS") == "1") File.WriteAllText(path, written);
        Assert.True(
            written == File.ReadAllText(path).ReplaceLineEndings("\n"), "docs/requirements.md is not up to date: run this test with REPLICATION_WRITE_DOCS=1 and commit the file.");
    }

    [Fact]
    public void Every_id_is_listed_once_and_every_test_names_one_that_exists()
    {
        Assert.Equal(Requirements.Count, Requirements.Select(requirement => requirement.Id).Distinct().Count());
        Assert.DoesNotContain(Tests(), test => Requirements.All(requirement => requirement.Id != test.Id));
    }

    [Fact]
    public void Nothing_is_said_to_be_proven_on_the_platform()
    {
        Assert.DoesNotContain(Tests(), test => ProofKinds.Of(test.Project).Contains(ProofKinds.Platform));
        Assert.All(
            RequirementsDocument.Write(Requirements, Tests()).Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)),
            line => Assert.DoesNotContain("platform", line.Split('|')[3], StringComparison.Ordinal));
    }

    [Fact]
    public void A_requirement_that_no_test_names_is_not_proven_and_one_that_a_rule_names_is_no_more_than_a_rule()
    {
        Requirement[] two = [new("Links", "FBK-28", "U", "private"), new("Links", "FBK-29", "N", "ports | <open>")];
        string text = RequirementsDocument.Write(two, [new NamedTest("FBK-29", "Replication.Core.Tests", "A"), new NamedTest("FBK-29", "Replication.Core.Tests", "A")]);
        Assert.Contains("| FBK-28 | private | **not proven** | rule |  |\n", text);
        Assert.Contains("| FBK-29 | ports \\| &lt;open> | rule | network | A (2) |\n", text);
        Assert.Contains("1 of 2 requirements", text);
    }
}
