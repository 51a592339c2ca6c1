using Replication.Ec2Facade.Tests.Support;

namespace Replication.Ec2Facade.Tests;

/// <summary>The codes that clients decide by, and the shapes of every answer, against the model that boto3 brings.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData("not_found")]
    [InlineData("volumes")]
    [InlineData("limits")]
    [InlineData("network")]
    [InlineData("accounts")]
    [InlineData("shapes")]
    public async Task A_client_of_EC2_finds_what_it_expects_of(string topic)
    {
        await using Facade facade = await Facade.StartAsync();
        await Python.RunAsync(facade, "refusals.py", topic);
    }
}
