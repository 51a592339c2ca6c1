using System.Text.Json;
using Replication.Core.Serialization;

namespace Replication.Core.Rules.Profiles;

/// <summary>The profiles that come with the product.</summary>
public static class RuleProfiles
{
    private static readonly Lazy<IReadOnlyDictionary<RuleProfileName, RuleProfile>> All =
        new(() => Enum.GetValues<RuleProfileName>().ToDictionary(name => name, Read));

    public static RuleProfile Get(RuleProfileName name) => All.Value[name];

    private static RuleProfile Read(RuleProfileName name)
    {
        using Stream file = typeof(RuleProfiles).Assembly.GetManifestResourceStream($"Replication.Core.Rules.Profiles.{name}.json")!;
        RuleProfile profile = JsonSerializer.Deserialize<RuleProfile>(file, ReplicationJson.Compact)!;
        return profile.Name == name ? profile : throw new InvalidDataException($"Profile file {name} has the profile {profile.Name}.");
    }
}
