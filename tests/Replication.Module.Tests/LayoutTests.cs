using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Replication.Module.Tests;

/// <summary>The module as the build lays it out.</summary>
public partial class LayoutTests
{
    private static string Manifest => File.ReadAllText(Path.Combine(Repository.Module, "Replication.psd1"));

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets()
    {
        string list = Manifest[Manifest.IndexOf("CmdletsToExport", StringComparison.Ordinal)..];
        list = list[..list.IndexOf(')', StringComparison.Ordinal)];
        Assert.Equal(CmdletInfo.All.Select(cmdlet => cmdlet.Name).Order(), Quoted().Matches(list).Select(match => match.Groups[1].Value).Order());
    }

    [Fact]
    public void The_version_of_the_manifest_is_that_of_the_assemblies_and_of_the_folder()
    {
        string version = typeof(Pipeline.ReplicationCmdlet).Assembly.GetName().Version!.ToString(3);
        Assert.Contains($"ModuleVersion        = '{version}'", Manifest, StringComparison.Ordinal);
        Assert.Equal(version, Path.GetFileName(Repository.Module));
    }

    [Theory]
    [InlineData("Replication.Init.dll")]
    [InlineData("Replication.Format.ps1xml")]
    [InlineData("en-US/Replication.dll-Help.xml")]
    [InlineData("en-US/about_Replication.help.txt")]
    [InlineData("lib/Replication.dll")]
    [InlineData("lib/Replication.deps.json")]
    [InlineData("lib/Replication.Core.dll")]
    [InlineData("host/replication.dll")]
    [InlineData("host/replication.deps.json")]
    [InlineData("host/replication.runtimeconfig.json")]
    [InlineData("host/runtimes/linux-x64/native/libe_sqlite3.so")]
    [InlineData("lib/runtimes/linux-x64/native/libe_sqlite3.so")]
    [InlineData("lib/runtimes/win-x64/native/e_sqlite3.dll")]
    public void Everything_is_in_its_place(string file) => Assert.True(File.Exists(Path.Combine(Repository.Module, file)), file);

    [Fact]
    public void Nothing_of_PowerShell_or_ASP_NET_is_shipped() => Assert.DoesNotContain(
        Directory.EnumerateFiles(Repository.Module, "*.dll", SearchOption.AllDirectories).Select(Path.GetFileName),
        name => name!.StartsWith("System.Management.Automation", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void Views_name_properties_that_there_are()
    {
        XDocument formats = XDocument.Load(Path.Combine(Repository.Module, "Replication.Format.ps1xml"));
        var checkedNames = 0;
        foreach (XElement view in formats.Descendants("View"))
        {
            Type type = typeof(Objects.ReplicatedVM).Assembly.GetType(view.Descendants("TypeName").Single().Value, throwOnError: true)!;
            IEnumerable<string> used = view.Descendants("PropertyName").Select(name => name.Value)
                .Concat(view.Descendants("ScriptBlock").SelectMany(script => OfItem().Matches(script.Value).Select(match => match.Groups[1].Value)));
            foreach (string name in used.Where(name => name is not "ToString" and not "DiskId" and not "Length"))
            {
                Assert.True(type.GetProperty(name) is not null, $"{type.Name} has no {name}");
                checkedNames++;
            }
        }

        Assert.True(checkedNames > 60);
    }

    [Fact]
    public void Every_cmdlet_has_help_with_examples_and_a_text_for_every_parameter()
    {
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
        XNamespace maml = "http://schemas.microsoft.com/maml/2004/10";
        XDocument help = XDocument.Load(Path.Combine(Repository.Module, "en-US", "Replication.dll-Help.xml"));
        var pages = help.Root!.Elements(command + "command").ToDictionary(page => page.Descendants(command + "name").First().Value);
        Assert.Equal(CmdletInfo.All.Select(cmdlet => cmdlet.Name).Order(), pages.Keys.Order());
        foreach (CmdletInfo cmdlet in CmdletInfo.All)
        {
            XElement page = pages[cmdlet.Name];
            Assert.True(page.Descendants(command + "example").Count() >= 2, cmdlet.Name);
            var texts = page.Element(command + "parameters")!.Elements(command + "parameter")
                .ToDictionary(parameter => parameter.Element(maml + "name")!.Value, parameter => parameter.Element(maml + "description")!.Value);
            foreach (var parameter in cmdlet.Parameters) Assert.True(texts.GetValueOrDefault(parameter.Name)?.Length > 10, $"{cmdlet} -{parameter.Name}");
            Assert.Equal(cmdlet.SupportsShouldProcess, texts.ContainsKey("WhatIf"));
        }
    }

    [GeneratedRegex("'([A-Za-z]+-[A-Za-z]+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\$_\.([A-Za-z]+)")]
    private static partial Regex OfItem();
}
