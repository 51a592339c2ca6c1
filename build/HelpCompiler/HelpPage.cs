using System.Text;

namespace Replication.HelpCompiler;

/// <summary>
/// One page of help, in a plain use of Markdown: the title is the cmdlet's name, the paragraph below it the synopsis;
/// then "## Description", "## Parameters" with "### -Name" each, "## Examples" with "### Title", a fenced block and
/// remarks, and "## Related" with a list of names.
/// </summary>
internal sealed class HelpPage
{
    private const int LeastExamples = 2;

    private readonly string _file;
    private readonly Dictionary<string, string> _parameters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HelpExample> _examples = [];

    private HelpPage(string file) => _file = file;

    public string Title { get; private set; } = "";

    public string Synopsis { get; private set; } = "";

    public string Description { get; private set; } = "";

    public IReadOnlyDictionary<string, string> Parameters => _parameters;

    public IReadOnlyList<HelpExample> Examples => _examples;

    public IReadOnlyList<string> Related { get; private set; } = [];

    public static HelpPage Read(string file)
    {
        var page = new HelpPage(Path.GetFileName(file));
        string section = "", heading = "";
        var text = new StringBuilder();
        bool code = false;
        foreach (string line in File.ReadAllLines(file).Append("## "))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) code = !code;
            bool isHeading = !code && line.StartsWith('#');
            if (!isHeading)
            {
                text.AppendLine(line);
                continue;
            }

            page.Take(section, heading, text.ToString().Trim());
            text.Clear();
            if (line.StartsWith("### ", StringComparison.Ordinal)) heading = line[4..].Trim();
            else (section, heading) = (line.TrimStart('#').Trim(), "");
            if (line.StartsWith("# ", StringComparison.Ordinal)) (page.Title, section) = (section, "Synopsis");
        }

        return page;
    }

    /// <summary>Refuses a page that leaves out a parameter, describes one that is not there, or has too few examples.</summary>
    public void Require(CmdletShape cmdlet, IReadOnlyDictionary<string, string> common)
    {
        if (Title != cmdlet.Name) throw new HelpException($"{_file}: the title is '{Title}'.");
        if (Synopsis.Length == 0 || Description.Length == 0) throw new HelpException($"{_file}: synopsis or description is missing.");
        if (Examples.Count < LeastExamples) throw new HelpException($"{_file}: {Examples.Count} example(s); {LeastExamples} are needed.");
        string[] silent = [.. cmdlet.Parameters.Select(parameter => parameter.Name).Where(name => !Parameters.ContainsKey(name) && !common.ContainsKey(name))];
        if (silent.Length > 0) throw new HelpException($"{_file}: nothing is said about -{string.Join(", -", silent)}.");
        string[] unknown = [.. Parameters.Keys.Except(cmdlet.Parameters.Select(parameter => parameter.Name), StringComparer.OrdinalIgnoreCase)];
        if (unknown.Length > 0) throw new HelpException($"{_file}: there is no parameter -{string.Join(", -", unknown)}.");
    }

    private void Take(string section, string heading, string text)
    {
        switch (section, heading)
        {
            case ("Synopsis", _):
                Synopsis = Flow(text);
                break;
            case ("Description", _):
                Description = text;
                break;
            case ("Parameters", { Length: > 0 }):
                _parameters[heading.TrimStart('-')] = Flow(text);
                break;
            case ("Examples", { Length: > 0 }):
                _examples.Add(Example(heading, text));
                break;
            case ("Related", _):
                Related = [.. text.Split('\n').Select(line => line.Trim(' ', '-', '\r')).Where(name => name.Length > 0)];
                break;
        }
    }

    private HelpExample Example(string title, string text)
    {
        string[] parts = text.Split("```");
        if (parts.Length < 3) throw new HelpException($"{_file}: example '{title}' has no fenced block.");
        string code = parts[1];
        return new HelpExample(title, code[(code.IndexOf('\n', StringComparison.Ordinal) + 1)..].TrimEnd(), Flow(parts[^1].Trim()));
    }

    /// <summary>Lines of a paragraph as one; the reader's window breaks them.</summary>
    private static string Flow(string text) => string.Join(
        "\n\n", text.ReplaceLineEndings("\n").Split("\n\n").Select(paragraph => paragraph.Replace('\n', ' ').Trim()));
}
