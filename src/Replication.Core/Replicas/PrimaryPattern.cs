using Replication.Core.Errors;
using Replication.Core.Replicas.Certificates;

namespace Replication.Core.Replicas;

/// <summary>Which primaries an authorization is for: one host by its full name, or every host of a domain (*.contoso.com).</summary>
/// <param name="Name">The host, or the domain behind the wildcard; in the form that DNS compares.</param>
/// <param name="IsWildcard">Whether the first label may be any; the wildcard stands for one whole label and nowhere else.</param>
public sealed record PrimaryPattern(string Name, bool IsWildcard)
{
    private const string Wildcard = "*.";

    /// <exception cref="ReplicationException">AuthorizationInvalid: a NetBIOS name, an address, a wildcard elsewhere, or no name at all.</exception>
    public static PrimaryPattern Parse(string text)
    {
        bool isWildcard = text.StartsWith(Wildcard, StringComparison.Ordinal);
        return HostNames.TryNormalize(isWildcard ? text[Wildcard.Length..] : text) is { } name
            ? new PrimaryPattern(name, isWildcard)
            : throw new ReplicationException(
                ReplicaErrorIds.AuthorizationInvalid, $"Primary server '{text}'", "It is not the full name of a host.",
                "a full name such as hv1.contoso.com, or all hosts of a domain: *.contoso.com.", "NetBIOS names and addresses say too little about who somebody is.");
    }

    /// <param name="host">In the form that DNS compares.</param>
    public bool Matches(string host)
    {
        if (!IsWildcard) return host == Name;
        int dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && host.AsSpan(dot + 1).SequenceEqual(Name);
    }

    public override string ToString() => IsWildcard ? Wildcard + Name : Name;
}
