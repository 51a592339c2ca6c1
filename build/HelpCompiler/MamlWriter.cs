using System.Text;
using System.Xml;

namespace Replication.HelpCompiler;

/// <summary>Writes pages in the form that Get-Help reads: MAML, schema 2004/10.</summary>
internal sealed class MamlWriter
{
    private const string Items = "http://msh";
    private const string Maml = "http://schemas.microsoft.com/maml/2004/10";
    private const string Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private const string Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly XmlWriter _xml;
    private readonly IReadOnlyDictionary<string, string> _common;

    private MamlWriter(XmlWriter xml, IReadOnlyDictionary<string, string> common)
    {
        _xml = xml;
        _common = common;
    }

    public static void Write(string file, IEnumerable<(CmdletShape Cmdlet, HelpPage Page)> pages, IReadOnlyDictionary<string, string> common)
    {
        using var xml = XmlWriter.Create(file, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" });
        var writer = new MamlWriter(xml, common);
        xml.WriteStartElement("helpItems", Items);
        xml.WriteAttributeString("schema", "maml");
        foreach ((CmdletShape cmdlet, HelpPage page) in pages) writer.WriteCommand(cmdlet, page);
        xml.WriteEndElement();
    }

    private void WriteCommand(CmdletShape cmdlet, HelpPage page)
    {
        _xml.WriteStartElement("command", "command", Command);
        _xml.WriteAttributeString("xmlns", "maml", null, Maml);
        _xml.WriteAttributeString("xmlns", "dev", null, Dev);
        Inside(Command, "details", () =>
        {
            Text(Command, "name", cmdlet.Name);
            Paragraphs("description", page.Synopsis);
            Text(Command, "verb", cmdlet.Verb);
            Text(Command, "noun", cmdlet.Noun);
        });
        Paragraphs("description", page.Description);
        Inside(Command, "syntax", () =>
        {
            foreach (string set in cmdlet.Sets) WriteSyntax(cmdlet, page, set);
        });
        Inside(Command, "parameters", () =>
        {
            foreach (ParameterShape parameter in cmdlet.Parameters) WriteParameter(parameter, page, parameter.Sets.First());
            foreach (string name in Questions(cmdlet)) WriteQuestion(name);
        });
        Inside(Command, "returnValues", () =>
        {
            foreach (string output in cmdlet.Outputs) Inside(Command, "returnValue", () => Inside(Dev, "type", () => Text(Maml, "name", output)));
        });
        Inside(Command, "examples", () =>
        {
            foreach ((int index, HelpExample example) in page.Examples.Index()) WriteExample(index + 1, example);
        });
        Inside(Command, "relatedLinks", () =>
        {
            foreach (string related in page.Related) Inside(Maml, "navigationLink", () => Text(Maml, "linkText", related));
        });
        _xml.WriteEndElement();
    }

    private void WriteSyntax(CmdletShape cmdlet, HelpPage page, string set) => Inside(Command, "syntaxItem", () =>
    {
        Text(Maml, "name", cmdlet.Name);
        foreach (ParameterShape parameter in cmdlet.Parameters.Where(parameter => parameter.IsIn(set)).OrderBy(parameter => parameter.Position(set) ?? int.MaxValue))
            WriteParameter(parameter, page, set);
        foreach (string name in Questions(cmdlet)) WriteQuestion(name);
    });

    /// <summary>Parameters that PowerShell itself adds.</summary>
    private static string[] Questions(CmdletShape cmdlet) => cmdlet.SupportsShouldProcess ? ["Confirm", "WhatIf"] : [];

    private void WriteQuestion(string name) => Parameter("false", "named", "false", "", false, () =>
    {
        Text(Maml, "name", name);
        Paragraphs("description", _common[name]);
        Inside(Dev, "type", () => Text(Maml, "name", "SwitchParameter"));
    });

    private void WriteParameter(ParameterShape parameter, HelpPage page, string set) => Parameter(
        parameter.IsMandatory(set) ? "true" : "false", parameter.Position(set)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "named",
        parameter.PipelineInput(set), string.Join(", ", parameter.Aliases), parameter.SupportsWildcards, () =>
        {
            Text(Maml, "name", parameter.Name);
            string text = page.Parameters.GetValueOrDefault(parameter.Name) ?? _common[parameter.Name];
            Paragraphs("description", text);
            if (parameter.Values.Count > 0)
            {
                Inside(Command, "parameterValueGroup", () =>
                {
                    foreach (string value in parameter.Values) Value(value);
                });
            }

            if (!parameter.IsSwitch) Value(parameter.TypeName);
            Inside(Dev, "type", () => Text(Maml, "name", parameter.TypeName));
        });

    private void Parameter(string required, string position, string pipelineInput, string aliases, bool globbing, Action content)
    {
        _xml.WriteStartElement("parameter", Command);
        _xml.WriteAttributeString("required", required);
        _xml.WriteAttributeString("variableLength", "true");
        _xml.WriteAttributeString("globbing", globbing ? "true" : "false");
        _xml.WriteAttributeString("pipelineInput", pipelineInput);
        _xml.WriteAttributeString("position", position);
        _xml.WriteAttributeString("aliases", aliases.Length > 0 ? aliases : "none");
        content();
        _xml.WriteEndElement();
    }

    private void Value(string value)
    {
        _xml.WriteStartElement("parameterValue", Command);
        _xml.WriteAttributeString("required", "true");
        _xml.WriteAttributeString("variableLength", "false");
        _xml.WriteString(value);
        _xml.WriteEndElement();
    }

    private void WriteExample(int number, HelpExample example) => Inside(Command, "example", () =>
    {
        Text(Maml, "title", $"Example {number}: {example.Title}");
        Text(Dev, "code", example.Code);
        Inside(Dev, "remarks", () => Text(Maml, "para", example.Remarks));
    });

    private void Paragraphs(string element, string text) => Inside(Maml, element, () =>
    {
        foreach (string paragraph in text.ReplaceLineEndings("\n").Split("\n\n")) Text(Maml, "para", paragraph.Replace('\n', ' '));
    });

    private void Text(string ns, string element, string text) => _xml.WriteElementString(element, ns, text);

    private void Inside(string ns, string element, Action content)
    {
        _xml.WriteStartElement(element, ns);
        content();
        _xml.WriteEndElement();
    }
}
