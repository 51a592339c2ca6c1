using System.Text;

namespace Replication.Core.Tests.Rules;

/// <summary>Writes docs/requirements.md: every requirement with the tests that name it, and what none of them shows.</summary>
internal static class RequirementsDocument
{
    private const string Head = """
        # Requirements and their proof

        Written by `RequirementsTests` from `docs/requirements.tsv` and the names of the tests; `REPLICATION_WRITE_DOCS=1 dotnet test
        tests/Replication.Core.Tests` writes it anew. A test names a requirement by beginning with its id.

        *Proved by* is what the projects of those tests can show: a **rule** is a function of an inventory, given by hand in the test; an
        **emulator or engine** runs the steps against a service or site that is not the real one; a **real image or bytes** compares content; a
        **network** is real sockets. A rule alone, with something else still open, is a function whose
        facts nothing here measures yet. *Open* is what could be shown and is named by no test: **platform** can only be shown on the
        real platform and never is here. A requirement without a test is *not proven*, whatever the code does.
        """;

    public static string Write(IReadOnlyList<Requirement> requirements, IReadOnlyList<NamedTest> tests)
    {
        ILookup<string, NamedTest> byId = tests.ToLookup(test => test.Id, StringComparer.Ordinal);
        int proven = requirements.Count(requirement => byId.Contains(requirement.Id));
        StringBuilder text = new StringBuilder(Head.ReplaceLineEndings("\n")).Append("\n\n")
            .Append(FormattableString.Invariant($"{proven} of {requirements.Count} requirements are named by a test.\n"));
        foreach (IGrouping<string, Requirement> section in requirements.GroupBy(requirement => requirement.Section, StringComparer.Ordinal))
        {
            text.Append(FormattableString.Invariant($"\n## {section.Key}\n\n| id | requirement | proved by | open | tests |\n|---|---|---|---|---|\n"));
            foreach (Requirement requirement in section) text.Append(Row(requirement, [.. byId[requirement.Id]]));
        }

        return text.ToString();
    }

    private static string Row(Requirement requirement, NamedTest[] tests)
    {
        char[] shown = [.. tests.SelectMany(test => ProofKinds.Of(test.Project)).Distinct().Where(requirement.Kinds.Contains)];
        // Tests that fall short of what the requirement asks for: the rule is there, the facts for it are given by hand.
        if (shown.Length == 0 && tests.Length > 0) shown = [ProofKinds.Rule];
        string proof = tests.Length == 0 ? "**not proven**" : ProofKinds.InWords(shown);
        string names = string.Join(", ", tests.GroupBy(test => test.Class, StringComparer.Ordinal).Select(group => $"{group.Key} ({group.Count()})").Order(StringComparer.Ordinal));
        string requirementText = requirement.Text.Replace("<", "&lt;", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
        return $"| {requirement.Id} | {requirementText} | {proof} | {ProofKinds.InWords(requirement.Kinds.Except(shown))} | {names} |\n";
    }
}
