using Replication.Aws.Sessions;
using Replication.Core.Errors;

namespace Replication.Aws.Tests.Sessions;

public class AwsSessionSettingsTests
{
    [Fact]
    public void Everything_that_can_be_set_is_read()
    {
        AwsSessionSettings settings = Parse(
            ("region", "eu-west-1"), ("account", "123456789012"), ("profile", "dr"), ("role", "arn:aws:iam::123456789012:role/path/replica"), ("externalId", "x"),
            ("serviceUrl", "https://host:8443"), ("s3Url", "http://127.0.0.1:9000"), ("caFile", "/etc/ca.pem"), ("proxy", "http://proxy:3128"), ("zone", "eu-west-1a"));
        Assert.Equal("eu-west-1", settings.Region);
        Assert.Equal("123456789012", settings.AccountId);
        Assert.Equal("dr", settings.Profile);
        Assert.Equal(("arn:aws:iam::123456789012:role/path/replica", "x"), (settings.Role, settings.ExternalId));
        Assert.Equal(new Uri("https://host:8443"), settings.ServiceUrls[""]);
        Assert.Equal(new Uri("http://127.0.0.1:9000"), settings.ServiceUrls["s3"]);
        Assert.Equal(Path.GetFullPath("/etc/ca.pem"), settings.CaFile);
        Assert.Equal(new Uri("http://proxy:3128"), settings.Proxy);
    }

    [Theory]
    [InlineData("AwsRegionMissing", "profile", "dr")]
    [InlineData("AwsSettingInvalid", "region", "Europe")]
    [InlineData("AwsSettingInvalid", "account", "12345")]
    [InlineData("AwsSettingInvalid", "role", "replica")]
    [InlineData("AwsSettingInvalid", "externalId", "without a role")]
    [InlineData("AwsSettingInvalid", "ebsUrl", "host:8443")]
    [InlineData("AwsSettingInvalid", "proxy", "ftp://proxy")]
    public void INV_10_a_wrong_setting_is_refused_by_name(string errorId, string name, string value)
    {
        (string, string)[] settings = errorId == "AwsRegionMissing" || name == "region" ? [(name, value)] : [("region", "eu-west-1"), (name, value)];
        var error = Assert.Throws<ReplicationException>(() => Parse(settings));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains("home", error.Target, StringComparison.Ordinal);
        Assert.NotNull(error.Needed);
    }

    [Theory]
    [InlineData("secretAccessKey", "hunter2-hunter2")]
    [InlineData("AccessKey", "hunter2-hunter2")]
    [InlineData("sessionToken", "hunter2-hunter2")]
    [InlineData("proxy", "http://user:hunter2-hunter2@proxy:3128")]
    [InlineData("serviceUrl", "https://user:hunter2-hunter2@host")]
    public void Secrets_are_refused_and_not_repeated(string name, string value)
    {
        var error = Assert.Throws<ReplicationException>(() => Parse(("region", "eu-west-1"), (name, value)));
        Assert.Equal("SecretInSettings", error.ErrorId);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    private static AwsSessionSettings Parse(params (string Name, string Value)[] settings) =>
        AwsSessionSettings.Parse("home", settings.ToDictionary(setting => setting.Name, setting => setting.Value));
}
