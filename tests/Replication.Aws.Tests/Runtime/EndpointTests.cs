using Amazon.Runtime;
using Replication.Aws.Sdk.Runtime;

namespace Replication.Aws.Tests.Runtime;

public class EndpointTests
{
    [Theory]
    [InlineData("eu-west-1", false, false, "https://ebs.eu-west-1.amazonaws.com")]
    [InlineData("cn-north-1", false, false, "https://ebs.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-gov-west-1", false, false, "https://ebs.us-gov-west-1.amazonaws.com")]
    [InlineData("us-east-1", true, false, "https://ebs-fips.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", false, true, "https://ebs.us-east-1.api.aws")]
    [InlineData("cn-north-1", false, true, "https://ebs.cn-north-1.api.amazonwebservices.com.cn")]
    [InlineData("us-east-1", true, true, "https://ebs-fips.us-east-1.api.aws")]
    public void A_region_has_the_host_name_of_its_partition(string region, bool fips, bool dualStack, string expected)
    {
        var config = new TestConfig { AuthenticationRegion = region, UseFIPSEndpoint = fips, UseDualstackEndpoint = dualStack };
        Assert.Equal(expected, Resolve(config));
    }

    [Fact]
    public void A_service_url_wins_over_the_region()
    {
        var config = new TestConfig { AuthenticationRegion = "eu-west-1", ServiceURL = "http://127.0.0.1:4711/" };
        Assert.Equal("http://127.0.0.1:4711/", Resolve(config));
    }

    [Fact]
    public void Nothing_is_guessed_when_neither_region_nor_url_is_known() =>
        Assert.Throws<AmazonClientException>(() => new RegionalEndpointProvider("ebs").ResolveEndpoint(new Amazon.Runtime.Endpoints.EndpointParameters()));

    private static string Resolve(TestConfig config) => config.DetermineServiceOperationEndpoint(new(null!)).URL;

    private sealed class TestConfig() : AwsClientConfig("ebs", "EBS", "2019-11-02");
}
