using System.Collections;
using Replication.Commands;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Objects;

namespace Replication.Module.Tests;

public class LaunchTests
{
    [Fact]
    public void What_is_not_in_the_table_stays_as_it_was()
    {
        LaunchSettings read = LaunchCommand.Read(
            new Hashtable { ["subnetid"] = "subnet-2", ["SecurityGroupIds"] = "sg-1" }, new LaunchSettings { SubnetId = "subnet-1", KeyName = "key" })!;
        Assert.Equal(("subnet-2", "key"), (read.SubnetId, read.KeyName));
        Assert.Equal(["sg-1"], read.SecurityGroupIds!);
        Assert.Null(LaunchCommand.Read(null, read));
    }

    [Fact]
    public void What_an_object_shows_can_be_given_to_another()
    {
        var settings = new LaunchSettings
        {
            InstanceType = "m5.large",
            SubnetId = "subnet-1",
            SecurityGroupIds = ["sg-1", "sg-2"],
            PrivateIpAddress = "10.0.0.5",
            IamInstanceProfile = "profile",
            KeyName = "key",
            BaseImageId = "ami-1",
            VolumeType = "gp3",
            Tags = new Dictionary<string, string> { ["a"] = "b" },
            GuestAddresses = new Dictionary<int, string> { [0] = "10.0.0.5/24" },
        };
        Assert.Equivalent(settings, LaunchCommand.Read(LaunchTable.Of(settings), null), strict: true);
        Assert.Null(LaunchTable.Of(new LaunchSettings()));
        // No setting may be forgotten in the table.
        Assert.Equal(typeof(LaunchSettings).GetProperties().Length, LaunchTable.Of(settings)!.Count);
    }

    [Theory]
    [InlineData("Nonsense", "x")]
    [InlineData("Tags", "x")]
    public void INV_10_what_is_no_setting_is_refused(string key, string value) =>
        Assert.Equal("OptionInvalid", Assert.Throws<ReplicationException>(() => LaunchCommand.Read(new Hashtable { [key] = value }, null)).ErrorId);

    [Fact]
    public void INV_10_a_guest_address_needs_the_position_of_an_interface() => Assert.Equal(
        "OptionInvalid",
        Assert.Throws<ReplicationException>(() => LaunchCommand.Read(new Hashtable { ["GuestAddresses"] = new Hashtable { ["eth0"] = "10.0.0.1" } }, null)).ErrorId);
}
