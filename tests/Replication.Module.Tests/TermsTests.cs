using System.Text.RegularExpressions;

namespace Replication.Module.Tests;

/// <summary>The words of Hyper-V Replica, as its users know them, and what replication is not.</summary>
public partial class TermsTests
{
    private static readonly string Help = Path.Combine(Repository.Root, "module", "help");

    private static readonly string About = OneLine(File.ReadAllText(Path.Combine(Help, "about_Replication.md")));

    [Theory]
    [InlineData("primary server")]
    [InlineData("replica server")]
    [InlineData("primary VM")]
    [InlineData("replica VM")]
    [InlineData("planned failover")]
    [InlineData("unplanned failover")]
    [InlineData("test failover")]
    [InlineData("application-consistent")]
    public void HVR_56_the_help_says_what_a_term_means(string term) => Assert.Single(Regex.Matches(About, $@"\*{Regex.Escape(term)}\*"));

    [Fact]
    public void HVR_56_both_ends_of_a_relationship_are_called_primary_and_replica()
    {
        string[] properties = [.. typeof(Objects.ReplicatedVM).GetProperties().Select(property => property.Name)];
        Assert.Empty(((string[])["PrimarySite", "ReplicaSite", "PrimaryMachineId", "ReplicaMachineId", "TestMachineId"]).Except(properties));
        Assert.Contains(CmdletInfo.Named("Start-Failover").Parameters, parameter => parameter.Name == "Planned");
        Assert.Contains(CmdletInfo.Named("Invoke-Failback").Parameters, parameter => parameter.Name == "Unplanned");
        Assert.Contains(nameof(Core.RecoveryPoints.Consistency.ApplicationConsistent), Enum.GetNames<Core.RecoveryPoints.Consistency>());
    }

    [Fact]
    public void HVR_56_nothing_has_another_name_for_them()
    {
        string[] names =
        [
            .. typeof(Objects.ReplicatedVM).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(Objects.ReplicatedVM).Namespace)
                .SelectMany(type => type.GetProperties()).Select(property => property.Name),
            .. CmdletInfo.All.SelectMany(cmdlet => cmdlet.Parameters).Select(parameter => parameter.Name),
        ];
        Assert.True(names.Length > 300, $"{names.Length} names");
        Assert.DoesNotContain(names, name => OtherNames().IsMatch(name));
        Assert.All(Directory.EnumerateFiles(Help, "*.md"), page => Assert.DoesNotMatch(OtherNames(), File.ReadAllText(page)));
    }

    [Fact]
    public void HVR_57_no_page_promises_that_a_machine_goes_on_running()
    {
        Assert.Contains("Replication is not live migration", About, StringComparison.Ordinal);
        string[] pages =
        [
            Path.Combine(Repository.Root, "README.md"), Path.Combine(Repository.Root, "Replication.psd1"), .. Directory.EnumerateFiles(Help, "*.md"),
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Where(page => Path.GetFileName(page) != "requirements.md"),
        ];
        Assert.True(pages.Length > 70, $"{pages.Length} pages");
        foreach (string page in pages)
        {
            string text = OneLine(File.ReadAllText(page)).Replace("Replication is not live migration", "", StringComparison.Ordinal);
            Assert.False(Promises().IsMatch(text), $"{page}: {Promises().Match(text).Value}");
        }
    }

    private static string OneLine(string text) => Spaces().Replace(text, " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"Secondary|Slave|Switchover|Takeover|\bmaster (?:server|site|VM)\b|\bmirror", RegexOptions.IgnoreCase)]
    private static partial Regex OtherNames();

    [GeneratedRegex(@"(?:zero|no|without|near-zero|without any)[- ]downtime|always[- ]on|uninterrupted|live[- ]migrat", RegexOptions.IgnoreCase)]
    private static partial Regex Promises();
}
