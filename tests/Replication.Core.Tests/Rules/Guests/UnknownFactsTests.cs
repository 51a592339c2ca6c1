using Replication.Core.Disks;
using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using static Replication.Core.Tests.Rules.Guests.Guests;

namespace Replication.Core.Tests.Rules.Guests;

/// <summary>What is not known never passes.</summary>
public class UnknownFactsTests
{
    private static readonly GuestDestination Everything = Destination with { Nitro = true, AccessNode = GuestFamily.Linux, GptBootNeedsImport = true };

    [Fact]
    public void Nothing_known_passes_no_rule()
    {
        var findings = GuestRules.Evaluate(GuestFacts.NothingKnown, Everything);

        Assert.All(findings, finding => Assert.Equal(FindingStatus.Unknown, finding.Status));
        Assert.Equal(findings.Count, findings.Select(finding => finding.RuleId).Distinct().Count());
    }

    [Theory]
    [InlineData(GuestFamily.Windows)]
    [InlineData(GuestFamily.Linux)]
    public void Family_alone_passes_no_rule_of_it(GuestFamily family)
    {
        var facts = GuestFacts.NothingKnown with { OperatingSystem = new GuestOperatingSystem(family) };

        var findings = GuestRules.Evaluate(facts, Everything);

        Assert.All(findings, finding => Assert.Contains(finding.Status, (FindingStatus[])[FindingStatus.Unknown, FindingStatus.NotApplicable]));
        Assert.Contains(findings, finding => finding.Status is FindingStatus.Unknown);
    }

    [Fact]
    public void Unknown_fact_says_why_and_does_not_hand_out_a_value()
    {
        var finding = GoodLinux.With((LinuxFacts linux) => linux with { SshEnabled = Unknown<bool>() }).Answer("LNX-01");

        Assert.Equal(FindingStatus.Unknown, finding.Status);
        Assert.Contains("not read", finding.Found, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Unknown<bool>().Value);
    }

    [Fact]
    public void Partition_facts_are_judged_where_nothing_else_is_known()
    {
        var facts = GuestFacts.NothingKnown with
        {
            OperatingSystem = new GuestOperatingSystem(GuestFamily.Windows),
            Disks = [Disk(PartitionStyle.Gpt, boot: true)],
        };

        Assert.Equal(FindingStatus.Failed, facts.Answer("WIN-08", Everything).Status);
        Assert.Equal(FindingStatus.Passed, facts.Answer("HOT-20", Everything).Status);
    }
}
