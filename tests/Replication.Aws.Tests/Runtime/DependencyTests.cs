using Replication.Aws.Sdk.Runtime;

namespace Replication.Aws.Tests.Runtime;

public class DependencyTests
{
    [Fact]
    public void The_adapter_knows_Core_and_no_other_project()
    {
        IEnumerable<string?> known = typeof(AwsServiceClient).Assembly.GetReferencedAssemblies().Select(reference => reference.Name);
        Assert.Empty(known.Where(name => name!.StartsWith("Replication", StringComparison.Ordinal)).Except(["Replication.Core"]));
    }
}
