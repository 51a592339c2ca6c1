using System.Management.Automation;
using System.Reflection;
using Replication.Core.States;

namespace Replication.Module.Tests;

/// <summary>Everything that the engine does can be scripted: from each of its verbs back to the cmdlets that come to it, through what they call.</summary>
public class VerbCoverageTests
{
    private static readonly CallGraph Calls = new();

    private static readonly Dictionary<CmdletInfo, IReadOnlySet<MethodBase>> Reached = CmdletInfo.All.ToDictionary(cmdlet => cmdlet, cmdlet => Calls.Reached(cmdlet.Type));

    public static TheoryData<string> Verbs => [.. EngineVerbs.All];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void HVR_09_every_verb_of_the_engine_has_a_cmdlet_that_returns_objects(string verb)
    {
        IReadOnlyList<CmdletInfo> cmdlets = CmdletsOf(verb);
        Assert.True(cmdlets.Count > 0, $"No cmdlet comes to {verb}.");
        Assert.All(cmdlets, cmdlet =>
        {
            Type[] outputs = OutputsOf(cmdlet);
            Assert.NotEmpty(outputs);
            Assert.All(outputs, output => Assert.True(output.Assembly == cmdlet.Type.Assembly && !output.IsPrimitive && output != typeof(string), $"{cmdlet} writes {output}"));
        });
    }

    [Theory]
    [InlineData("Suspend", "Suspend-ReplicatedVM")]
    [InlineData("StopResynchronize", "Suspend-ReplicatedVM")]
    [InlineData("Resume", "Resume-ReplicatedVM")]
    [InlineData("ChangePoint", "Start-Failover")]
    [InlineData("Pin", "Set-ReplicatedVM")]
    [InlineData("SetSite", "Set-ReplicationSite")]
    public void HVR_09_a_verb_is_found_at_the_cmdlet_that_runs_it(string verb, string cmdlet) => Assert.Contains(cmdlet, CmdletsOf(verb).Select(found => found.Name));

    [Fact]
    public void HVR_09_what_reads_comes_to_no_verb_and_every_verb_of_VMs_is_one_of_the_engine()
    {
        Assert.DoesNotContain(EngineVerbs.All, verb => CmdletsOf(verb).Any(cmdlet => cmdlet.Verb is "Get" or "Measure" or "Wait"));
        // Disks are chosen with the settings of a VM, without a job.
        Assert.Equal([nameof(ReplicationVerb.ChangeDisks)], Enum.GetNames<ReplicationVerb>().Except(EngineVerbs.All));
    }

    private static IReadOnlyList<CmdletInfo> CmdletsOf(string verb) => [.. CmdletInfo.All.Where(cmdlet => EngineVerbs.Requests[verb].Any(Reached[cmdlet].Contains))];

    private static Type[] OutputsOf(CmdletInfo cmdlet) =>
    [
        .. cmdlet.Type.GetCustomAttributesData().Where(data => data.AttributeType == typeof(OutputTypeAttribute))
            .SelectMany(data => (IReadOnlyCollection<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!).Select(argument => (Type)argument.Value!),
    ];
}
