using System.Collections.ObjectModel;

namespace Replication.Agent.Ec2.State;

internal static class ResourceTags
{
    public static IReadOnlyDictionary<string, string> None { get; } = ReadOnlyDictionary<string, string>.Empty;
}
