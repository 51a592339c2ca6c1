using System.Collections;
using System.Management.Automation.Language;
using Replication.Formatting;
using Replication.Runtime;

namespace Replication.Completion;

/// <summary>Instance types that machines are launched as where nobody names one; any other can be typed all the same.</summary>
public sealed class InstanceTypeCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Matching(Tools.InstanceTypes.Select(Known), wordToComplete).Select(type => type.Result);

    private static Completion Known(InstanceTypeFacts type) => new(type.Name, $"{type.Processors} processors, {Human.Size(type.MemoryBytes)}, {type.Architecture}");
}
