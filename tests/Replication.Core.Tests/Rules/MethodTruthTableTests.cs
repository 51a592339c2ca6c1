using Replication.Core.Errors;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;

namespace Replication.Core.Tests.Rules;

public class MethodTruthTableTests
{
    [Fact]
    public void AWS_05_every_combination_of_all_inputs_answers_what_the_documents_say()
    {
        int rows = 0;
        foreach (MethodCase row in MethodCase.All().Where(row => row.Possible))
        {
            TransferMethodPlan plan = MethodSelection.Plan(row.Inventory(), RuleProfiles.Get(row.Profile), row.Forced);
            MethodOracle expected = MethodOracle.Of(row);
            string[] blocking = [.. plan.Findings.Where(finding => finding.Blocks).Select(finding => finding.ErrorId).Distinct().Order(StringComparer.Ordinal)];
            Assert.True(
                (plan.Method, plan.ProfileMethod) == (expected.Method, expected.ProfileMethod)
                    && plan.Reasons.Select(reason => reason.Kind.ToString()).SequenceEqual(expected.Reasons)
                    && blocking.SequenceEqual(expected.Blocking),
                $"{row}: {plan.Method} (profile {plan.ProfileMethod}) for {string.Join(", ", plan.Reasons.Select(reason => reason.Kind))}, blocked by "
                + $"{string.Join(", ", blocking)}; expected {expected.Method} (profile {expected.ProfileMethod}) for {string.Join(", ", expected.Reasons)}, "
                + $"blocked by {string.Join(", ", expected.Blocking)}");
            rows++;
        }

        Assert.Equal(3 * 2 * 2 * 3 * 2 * 2 * 2 * 5 * 4, rows);
    }

    [Theory]
    [InlineData(RuleProfileName.Direct)]
    [InlineData(RuleProfileName.Current)]
    [InlineData(RuleProfileName.Legacy)]
    public void AWS_05_of_the_16_combinations_12_are_valid_and_4_are_bad_input(RuleProfileName profile)
    {
        MethodCase[] rows = [.. MethodCase.All().Where(row => row is { FromAmazon: true, LinuxNode: false, DataAtNode: false, Guest: GuestCase.WindowsMbr, Forced: null } && row.Profile == profile)];
        Assert.Equal(16, rows.Length);
        MethodCase[] refused = [.. rows.Where(row => Record.Exception(() => MethodSelection.Plan(row.Inventory(), RuleProfiles.Get(profile))) is ReplicationException { ErrorId: "PlacementInvalid" })];
        Assert.Equal(4, refused.Length);
        Assert.All(refused, row => Assert.True(row is { OtherRegion: true, OtherZone: false }));
    }

    [Fact]
    public void AWS_05_a_plan_is_a_function_of_its_inputs_alone()
    {
        MethodCase row = MethodCase.All().First(candidate => candidate is { Profile: RuleProfileName.Legacy, OnAmazon: false, Possible: true });
        string one = System.Text.Json.JsonSerializer.Serialize(MethodSelection.Plan(row.Inventory(), RuleProfiles.Get(row.Profile)));
        Assert.Equal(one, System.Text.Json.JsonSerializer.Serialize(MethodSelection.Plan(row.Inventory(), RuleProfiles.Get(row.Profile))));
    }
}
