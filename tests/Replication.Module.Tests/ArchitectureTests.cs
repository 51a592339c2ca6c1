using System.Reflection;

namespace Replication.Module.Tests;

/// <summary>Whom the module's assemblies may know (docs/architecture.md).</summary>
public class ArchitectureTests
{
    [Fact]
    public void The_cmdlets_know_Core_and_Runtime_alone() => Assert.Equal(
        ["Replication.Core", "Replication.Runtime"], Ours(typeof(Pipeline.ReplicationCmdlet).Assembly));

    [Fact]
    public void The_loader_knows_nobody() => Assert.Empty(Ours(Assembly.LoadFrom(Path.Combine(Repository.Module, "Replication.Init.dll"))));

    private static IEnumerable<string> Ours(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!).Where(name => name.StartsWith("Replication", StringComparison.OrdinalIgnoreCase)).Order();
}
