using System.Collections;
using System.Management.Automation.Language;

namespace Replication.Completion;

/// <summary>Regions of AWS; any other can be typed all the same.</summary>
public sealed class RegionCompleter : IArgumentCompleter
{
    /// <summary>Regions that need no opting in, as AWS documents them, and the most used of the others.</summary>
    private static readonly Completion[] Regions =
    [
        .. ((string[])
        [
            "af-south-1", "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1",
            "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-west-1", "eu-west-2", "eu-west-3", "me-south-1", "sa-east-1", "us-east-1",
            "us-east-2", "us-west-1", "us-west-2",
        ]).Select(region => new Completion(region, $"Region {region}")),
    ];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Matching(Regions, wordToComplete).Select(region => region.Result);
}
