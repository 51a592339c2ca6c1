using Replication.Aws.Sites;
using Replication.Core.Errors;
using Replication.Core.Sites;

namespace Replication.Aws.Tests.Sites;

public sealed class AwsSettingsTests
{
    [Fact]
    public void ARegionIsEnough()
    {
        AwsSiteSettings settings = Parse();

        Assert.Equal("eu-central-1", settings.Session.Region);
        Assert.True(settings.HasStore);
        Assert.False(settings.Encrypt);
        Assert.Equal("gp3", settings.VolumeType);
        Assert.Null(settings.Bucket);
    }

    [Fact]
    public void EverySettingIsTaken()
    {
        AwsSiteSettings settings = Parse(
            ("zone", "eu-central-1b"), ("subnet", "subnet-0123456789abcdef0"), ("securityGroups", "sg-0000000a, sg-0000000b"), ("instanceType", "m5.large"),
            ("volumeType", "gp2"), ("kmsKeyId", "arn:aws:kms:eu-central-1:123456789012:key/1"), ("store", "none"), ("bucket", "points"), ("prefix", "dr"), ("licences", "provided"));

        Assert.Equal(("eu-central-1b", "subnet-0123456789abcdef0", "m5.large", "gp2"), (settings.Zone, settings.SubnetId, settings.InstanceType, settings.VolumeType));
        Assert.Equal(["sg-0000000a", "sg-0000000b"], settings.SecurityGroupIds);
        Assert.Equal((true, "arn:aws:kms:eu-central-1:123456789012:key/1"), (settings.Encrypt, settings.KmsKey));
        Assert.Equal((false, "points", "dr", true), (settings.HasStore, settings.Bucket, settings.Prefix, settings.LicencesProvided));
    }

    [Theory]
    [InlineData("zone", "eu-central-1")]
    [InlineData("subnet", "vpc-0123456789abcdef0")]
    [InlineData("securityGroups", "default")]
    [InlineData("instanceType", "large")]
    [InlineData("volumeType", "io2")]
    [InlineData("store", "maybe")]
    [InlineData("encrypt", "1")]
    [InlineData("bucket", "Under_Score")]
    [InlineData("importBucket", "Under_Score")]
    [InlineData("method", "Pigeon")]
    [InlineData("licences", "yes")]
    public void ASettingThatCannotBeIsRefusedByName(string name, string value)
    {
        ReplicationException refused = Assert.Throws<ReplicationException>(() => Parse((name, value)));

        Assert.Equal("AwsSettingInvalid", refused.ErrorId);
        Assert.Contains(name, refused.Target, StringComparison.Ordinal);
        Assert.NotNull(refused.Needed);
    }

    [Fact]
    public void AKeyWithoutEncryptionContradictsItself() =>
        Assert.Equal("AwsSettingInvalid", Assert.Throws<ReplicationException>(() => Parse(("encrypt", "off"), ("kmsKeyId", "key"))).ErrorId);

    [Fact]
    public void NOD_04_drivers_come_from_amazon_unless_an_address_or_none_is_given()
    {
        Assert.Equal((true, null), Source());
        Assert.Equal((true, "https://mirror.example/drivers"), Source(("driverSource", "https://mirror.example/drivers")));
        Assert.Equal((false, null), Source(("driverSource", "None")));
        foreach (string bad in (string[])["http://mirror.example/drivers", "ftp://127.0.0.1/", "mirror"])
            Assert.Equal("AwsSettingInvalid", Assert.Throws<ReplicationException>(() => Parse(("driverSource", bad))).ErrorId);

        static (bool, string?) Source(params (string, string)[] settings) => Parse(settings) is var parsed ? (parsed.FetchesDrivers, parsed.DriverSource?.AbsoluteUri) : default;
    }

    internal static AwsSiteSettings Parse(params (string Name, string Value)[] settings) => AwsSiteSettings.Parse(new SiteDefinition
    {
        Id = "1",
        Name = "aws",
        SiteKind = SiteKind.Aws,
        Settings = new Dictionary<string, string>([new("region", "eu-central-1"), .. settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))]),
    });
}
