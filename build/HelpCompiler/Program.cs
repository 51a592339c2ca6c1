using Replication.HelpCompiler;

if (args is not [var assembly, var folder, var output])
{
    Console.Error.WriteLine("usage: HelpCompiler <assembly of the cmdlets> <folder of the pages> <file to write>");
    return 2;
}

try
{
    IReadOnlyDictionary<string, string> common = HelpPage.Read(Path.Combine(folder, "_common.md")).Parameters;
    var pages = new List<(CmdletShape Cmdlet, HelpPage Page)>();
    foreach (CmdletShape cmdlet in CmdletShape.AllOf(assembly))
    {
        HelpPage page = HelpPage.Read(Path.Combine(folder, $"{cmdlet.Name}.md"));
        page.Require(cmdlet, common);
        pages.Add((cmdlet, page));
    }

    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
    MamlWriter.Write(output, pages, common);
    foreach (string topic in Directory.EnumerateFiles(folder, "about_*.md"))
        File.WriteAllLines(Path.Combine(Path.GetDirectoryName(output)!, $"{Path.GetFileNameWithoutExtension(topic)}.help.txt"), AboutTopic.Lines(topic));
    return 0;
}
catch (Exception error) when (error is HelpException or IOException)
{
    // The form that a build shows as an error.
    Console.Error.WriteLine($"{folder} : error HELP001: {error.Message}");
    return 1;
}
