using System.Text.RegularExpressions;

namespace Replication.Module.Tests;

/// <summary>docs/cmdlets.md against the cmdlets that there are, and those of the Hyper-V module.</summary>
public partial class CmdletCoverageTests
{
    [Theory]
    [InlineData("Set-up")]
    [InlineData("Administration")]
    [InlineData("Troubleshooting")]
    public void HVR_59_every_task_has_cmdlets_that_exist(string area)
    {
        (string[] Ours, string[] Theirs)[] tasks = Tasks(area);
        Assert.True(tasks.Length >= 5, $"{tasks.Length} tasks");
        Assert.All(tasks, task => Assert.NotEmpty(task.Ours));
        Assert.Empty(tasks.SelectMany(task => task.Ours).Except(CmdletInfo.All.Select(cmdlet => cmdlet.Name)));
    }

    [Fact]
    public void HVR_59_every_cmdlet_of_Hyper_V_Replica_has_its_like()
    {
        string[] exported = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Replication.Module.Tests", "HyperV.txt"));
        string[] theirs = [.. exported.Where(name => OfReplica().IsMatch(name))];
        Assert.True(theirs.Length >= 20, $"{theirs.Length} cmdlets of Hyper-V Replica");
        string[] named = [.. new[] { "Set-up", "Administration", "Troubleshooting" }.SelectMany(Tasks).SelectMany(task => task.Theirs).Distinct()];
        Assert.Empty(theirs.Except(named));
        Assert.Empty(named.Except(theirs));
    }

    private static (string[] Ours, string[] Theirs)[] Tasks(string area)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "cmdlets.md")).ReplaceLineEndings("\n");
        string section = text.Split("\n## ").Single(part => part.StartsWith($"{area}\n", StringComparison.Ordinal));
        IEnumerable<string> rows = section.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1);
        return [.. rows.Select(row => row.Split('|')).Select(cells => (Names(cells[2]), Names(cells[3])))];
    }

    private static string[] Names(string cell) => [.. Name().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([A-Z][a-z]+-[A-Za-z]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("VMReplication|VMInitialReplication|VMFailover$")]
    private static partial Regex OfReplica();
}
