using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Tags;

/// <summary>One tag of one resource, in the shape that filters and pages take.</summary>
internal sealed record TagEntry(ResourceKind Kind, string ResourceId, string Key, string Value) : IResource
{
    public string Id => $"{ResourceId} {Key}";

    public string AccountId => "";

    public DateTimeOffset CreateTime => DateTimeOffset.UnixEpoch;

    public IReadOnlyDictionary<string, string> Tags => new Dictionary<string, string> { [Key] = Value };
}
