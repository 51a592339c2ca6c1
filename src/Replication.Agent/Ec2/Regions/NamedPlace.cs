using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Regions;

/// <summary>A region or a zone, in the shape that filters take.</summary>
internal sealed record NamedPlace(string Id) : IResource
{
    public const string OptIn = "opt-in-not-required";

    public string AccountId => "";

    public DateTimeOffset CreateTime => DateTimeOffset.UnixEpoch;

    public IReadOnlyDictionary<string, string> Tags => ResourceTags.None;
}
