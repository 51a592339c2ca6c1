namespace Replication.Core.Tests.Rules;

/// <summary>Kinds of proof, and which of them the tests of a project can give.</summary>
internal static class ProofKinds
{
    public const char Rule = 'U';

    public const char Platform = 'P';

    private static readonly (char Letter, string Name)[] Names =
    [
        (Rule, "rule"), ('E', "emulator or engine"), ('D', "real image or bytes"), ('N', "network"), (Platform, "platform"),
    ];

    /// <summary>What a passing test of each project shows at most; a project that is missing here shows nothing but a rule.</summary>
    private static readonly Dictionary<string, string> ByProject = new(StringComparer.Ordinal)
    {
        ["Replication.Agent.Tests"] = "UED",
        ["Replication.Aws.Tests"] = "UEDN",
        ["Replication.Catalog.Tests"] = "UE",
        ["Replication.Conformance"] = "ED",
        ["Replication.Disks.Tests"] = "UD",
        ["Replication.Drill.Tests"] = "ED",
        ["Replication.Ec2Facade.Tests"] = "UE",
        ["Replication.Engine.Tests"] = "UED",
        ["Replication.Hypervisors.Tests"] = "UD",
        ["Replication.Server.Tests"] = "EN",
        ["Replication.Store.Tests"] = "ED",
        ["Pester"] = "UED",
    };

    public static string Of(string project) => ByProject.GetValueOrDefault(project, "U");

    public static string InWords(IEnumerable<char> letters)
    {
        char[] wanted = [.. letters];
        string[] words = [.. Names.Where(name => wanted.Contains(name.Letter)).Select(name => name.Name)];
        return words.Length > 0 ? string.Join(", ", words) : "-";
    }
}
