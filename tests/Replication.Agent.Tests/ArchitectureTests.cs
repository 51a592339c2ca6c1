using System.Reflection;

namespace Replication.Agent.Tests;

/// <summary>Who may know whom (docs/architecture.md).</summary>
public class ArchitectureTests
{
    public static TheoryData<string, string[]> Rules => new()
    {
        { "Replication.Core", [] },
        { "Replication.Disks", ["Replication.Core"] },
        { "Replication.Store", ["Replication.Core"] },
        { "Replication.Catalog", ["Replication.Core"] },
        { "Replication.Hypervisors", ["Replication.Core"] },
        { "Replication.Aws", ["Replication.Core"] },
        { "Replication.Remote", ["Replication.Core"] },
        {
            "Replication.Runtime",
            ["Replication.Core", "Replication.Disks", "Replication.Store", "Replication.Catalog", "Replication.Hypervisors", "Replication.Aws", "Replication.Remote"]
        },
        { "replication", ["Replication.Core", "Replication.Runtime"] },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_project_knows_only_what_it_may(string assembly, string[] allowed)
    {
        string[] known = [.. References(assembly).Where(name => name.StartsWith("Replication", StringComparison.OrdinalIgnoreCase))];
        Assert.Empty(known.Except(allowed));
    }

    [Fact]
    public void Core_uses_no_package_but_logging_abstractions()
    {
        string[] packages = [.. References("Replication.Core").Where(name => !name.StartsWith("System.", StringComparison.Ordinal))];
        Assert.Equal(["Microsoft.Extensions.Logging.Abstractions"], packages.Where(name => name != "Microsoft.Win32.Primitives"));
    }

    private static IEnumerable<string> References(string assembly) =>
        Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!).Order(StringComparer.Ordinal);
}
