using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Replication.Module.Tests;

/// <summary>What a reviewer of PowerShell modules checks, for every cmdlet.</summary>
public partial class GuidelineTests
{
    /// <summary>Verbs that change nothing a user has.</summary>
    private static readonly string[] Reading = ["Get", "Test", "Measure", "Wait"];

    /// <summary>What data is overwritten or deleted by, or where the workload runs afterwards: a question is asked by default.</summary>
    private static readonly string[] Grave =
        ["Start-Failover", "Undo-Failover", "Complete-Failover", "Invoke-Failback", "Remove-ReplicatedVM", "Remove-RecoveryPoint"];

    public static TheoryData<string> Cmdlets => [.. CmdletInfo.All.Select(cmdlet => cmdlet.Name)];

    [Fact]
    public void There_are_the_cmdlets_whose_engine_exists() => Assert.Equal(58, CmdletInfo.All.Count);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_verb_is_approved_and_the_noun_is_singular(string name)
    {
        CmdletInfo cmdlet = CmdletInfo.Named(name);
        Type[] groups = [typeof(VerbsCommon), typeof(VerbsLifecycle), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsCommunications), typeof(VerbsSecurity), typeof(VerbsOther)];
        Assert.Contains(cmdlet.Verb, groups.SelectMany(group => group.GetFields()).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!));
        // "Statistics" is the singular, as in Reset-VMReplicationStatistics.
        Assert.True(!cmdlet.Noun.EndsWith('s') || cmdlet.Noun.EndsWith("Statistics", StringComparison.Ordinal), cmdlet.Noun);
        Assert.Equal($"{cmdlet.Verb}{cmdlet.Noun}Command", cmdlet.Type.Name);
        Assert.True(cmdlet.Type.IsSealed);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_change_asks_and_reading_does_not(string name)
    {
        CmdletInfo cmdlet = CmdletInfo.Named(name);
        Assert.Equal(!Reading.Contains(cmdlet.Verb), cmdlet.SupportsShouldProcess);
        Assert.Equal(Grave.Contains(name) ? (int)ConfirmImpact.High : (int)ConfirmImpact.Medium, cmdlet.ConfirmImpact);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_impact_that_decides_about_the_plan_is_the_declared_one(string name)
    {
        CmdletInfo cmdlet = CmdletInfo.Named(name);
        if (cmdlet.Type.GetProperty("Impact", BindingFlags.Instance | BindingFlags.NonPublic) is not { } impact) return;
        using var instance = (IDisposable)Activator.CreateInstance(cmdlet.Type)!;
        Assert.Equal(cmdlet.ConfirmImpact, (int)impact.GetValue(instance)!);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_output_is_declared(string name) =>
        Assert.Contains(CmdletInfo.Named(name).Type.GetCustomAttributesData(), data => data.AttributeType == typeof(OutputTypeAttribute));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void One_parameter_at_most_takes_the_pipeline_by_value_and_all_but_makers_take_the_pipeline(string name)
    {
        CmdletInfo cmdlet = CmdletInfo.Named(name);
        PropertyInfo[] byValue = [.. cmdlet.Parameters.Where(property => CmdletInfo.Declarations(property).Any(data => CmdletInfo.Named(data, "ValueFromPipeline", false)))];
        Assert.True(byValue.Length <= 1, string.Join(", ", byValue.Select(property => property.Name)));
        bool piped = cmdlet.Parameters.Any(property => CmdletInfo.Declarations(property).Any(data => CmdletInfo.Named(data, "ValueFromPipelineByPropertyName", false)));
        Assert.True(piped || cmdlet.Verb == "New", "nothing can be piped in");
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Names_complete_and_parameters_are_switches_not_bools(string name)
    {
        foreach (PropertyInfo parameter in CmdletInfo.Named(name).Parameters)
        {
            Assert.True(PascalCase().IsMatch(parameter.Name), parameter.Name);
            Assert.NotEqual(typeof(bool), parameter.PropertyType);
            bool names = parameter.Name is "VM" or "Group" or "Site" or "Policy" or "RecoveryPoint" or "Job" or "SourceSite" or "TargetSite" or "ToSite" or "Region" or "InstanceType" or "Machine";
            Assert.True(!names || parameter.GetCustomAttributesData().Any(data => data.AttributeType == typeof(ArgumentCompleterAttribute)), $"-{parameter.Name} does not complete");
        }
    }

    [Fact]
    public void No_name_is_one_that_the_module_of_HyperV_exports()
    {
        string[] taken = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Replication.Module.Tests", "HyperV.txt"));
        Assert.True(taken.Length > 200);
        Assert.Empty(CmdletInfo.All.Select(cmdlet => cmdlet.Name).Intersect(taken, StringComparer.OrdinalIgnoreCase));
    }

    [GeneratedRegex("^[A-Z][A-Za-z]+$")]
    private static partial Regex PascalCase();
}
