using System.Text.RegularExpressions;

namespace Replication.Module.Tests;

/// <summary>Every cmdlet is tried in a real PowerShell, whether one is at hand here or not.</summary>
public partial class PesterFileTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Pester");

    public static TheoryData<string> Cmdlets => [.. CmdletInfo.All.Select(cmdlet => cmdlet.Name)];

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_has_a_file_that_tries_what_a_user_would(string name)
    {
        string path = Path.Combine(Folder, $"{name}.Tests.ps1");
        Assert.True(File.Exists(path), path);
        string text = File.ReadAllText(path);
        CmdletInfo cmdlet = CmdletInfo.Named(name);
        Assert.Contains($"Describe '{name}'", text, StringComparison.Ordinal);
        Assert.Contains($"Assert-Help {name}", text, StringComparison.Ordinal);
        Assert.Contains("Assert-Refused", text, StringComparison.Ordinal);
        if (cmdlet.SupportsShouldProcess)
        {
            Assert.True(Rehearsal().IsMatch(text), "no rehearsal that is compared byte for byte");
            if (cmdlet.ConfirmImpact == (int)System.Management.Automation.ConfirmImpact.High) Assert.Contains("Assert-Asks", text, StringComparison.Ordinal);
        }

        bool completes = cmdlet.Parameters.Any(parameter => parameter.GetCustomAttributesData().Any(data => data.AttributeType.Name == "ArgumentCompleterAttribute"));
        if (completes) Assert.Contains("Get-Completed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_named_after_a_cmdlet_is_named_after_one_that_there_is()
    {
        string[] named = [.. Directory.EnumerateFiles(Folder, "*-*.Tests.ps1").Select(file => Path.GetFileName(file)[..^".Tests.ps1".Length])];
        Assert.Empty(named.Except(CmdletInfo.All.Select(cmdlet => cmdlet.Name)));
    }

    [GeneratedRegex("Assert-Unchanged .*-WhatIf")]
    private static partial Regex Rehearsal();
}
