using Replication.Ec2Facade.Tests.Support;

namespace Replication.Ec2Facade.Tests;

public class ObjectTests
{
    [Theory]
    [InlineData("buckets")]
    [InlineData("documents")]
    [InlineData("listing")]
    [InlineData("multipart")]
    [InlineData("roles")]
    public async Task A_client_of_S3_and_STS_finds_what_it_expects_of(string topic)
    {
        await using Facade facade = await Facade.StartAsync();
        await Python.RunAsync(facade, "objects.py", topic);
    }
}
