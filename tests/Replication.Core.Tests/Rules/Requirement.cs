namespace Replication.Core.Tests.Rules;

/// <summary>One line of docs/requirements.tsv.</summary>
/// <param name="Section">Heading that it stands under.</param>
/// <param name="Id">AWS-05.</param>
/// <param name="Kinds">Kinds of proof that there could be, as letters of <see cref="ProofKinds"/>.</param>
/// <param name="Text">The requirement in one line.</param>
internal sealed record Requirement(string Section, string Id, string Kinds, string Text)
{
    public static IReadOnlyList<Requirement> Read(string path) =>
    [
        .. from line in File.ReadLines(path)
           where !line.StartsWith('#')
           let cells = line.Split('\t')
           select new Requirement(cells[0], cells[1], cells[2], cells[3]),
    ];
}
