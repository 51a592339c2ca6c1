namespace Replication.Agent.Ec2.State;

/// <summary>A table whatever it holds: what tagging needs.</summary>
internal interface IResourceTable
{
    IEnumerable<IResource> Resources { get; }

    /// <summary>Replaces the tags of a resource; false when it is not there.</summary>
    bool TryRetag(string id, Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> change);
}
