using Replication.Aws.Sites;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Sites;

namespace Replication.Aws.Tests.Sites;

public sealed class LaunchRulesTests
{
    private static readonly LaunchSettings TestNetwork = new() { SubnetId = "subnet-0000000a", SecurityGroupIds = ["sg-0000000a"] };

    [Theory]
    [InlineData("Windows", "LicenceNeedsBaseImage")]
    [InlineData("Windows Server 2019", "LicenceNeedsBaseImage")]
    [InlineData("Windows with SQL Server Standard", "LicenceNeedsBaseImage")]
    [InlineData("Red Hat Enterprise Linux with HA", "LicenceNeedsBaseImage")]
    [InlineData("SUSE Linux", "LicenceNeedsBaseImage")]
    [InlineData("Windows BYOL", null)]
    [InlineData("Linux/UNIX", null)]
    [InlineData("Unknown", null)]
    public void ABilledSystemNeedsABaseImage(string system, string? refused)
    {
        Assert.Equal(refused, RefusalOf(Specification(system, MachineRole.Replica, new LaunchSettings())));
        Assert.Null(RefusalOf(Specification(system, MachineRole.Replica, new LaunchSettings { BaseImageId = "ami-0000000a" })));
        Assert.Null(RefusalOf(Specification(system, MachineRole.Replica, new LaunchSettings()), ("licences", "provided")));
    }

    [Fact]
    public void ATestNeedsASubnetAndGroupsOfItsOwn()
    {
        Assert.Equal("TestNetworkNotDeclared", RefusalOf(Specification("Linux", MachineRole.TestReplica, new LaunchSettings())));
        Assert.Equal("TestNetworkNotDeclared", RefusalOf(Specification("Linux", MachineRole.TestReplica, TestNetwork with { SecurityGroupIds = [] })));
        Assert.Null(RefusalOf(Specification("Linux", MachineRole.TestReplica, TestNetwork)));
        Assert.Null(RefusalOf(Specification("Linux", MachineRole.Replica, new LaunchSettings())));
    }

    [Fact]
    public void ATestIsNotLaunchedBesideProduction()
    {
        Assert.Equal("TestNetworkNotIsolated", RefusalOf(Specification("Linux", MachineRole.TestReplica, TestNetwork), ("subnet", "subnet-0000000a")));
        MachineSpecification sameSubnet = Specification("Linux", MachineRole.TestReplica, TestNetwork);
        sameSubnet = sameSubnet with { Machine = sameSubnet.Machine with { Nics = [new MachineNic("eni-1", "02:00:00:00:00:01", "subnet-0000000a")] } };
        Assert.Equal("TestNetworkNotIsolated", RefusalOf(sameSubnet));
    }

    [Fact]
    public void GEN_01_AddressesInsideAWindowsGuestGoWithTheInstance()
    {
        var launch = new LaunchSettings { BaseImageId = "ami-0000000a", GuestAddresses = new Dictionary<int, string> { [1] = "10.0.1.5/24", [0] = "10.0.0.5" } };

        Assert.Null(RefusalOf(Specification("Windows Server 2022", MachineRole.Replica, launch)));
        Assert.Equal("""{"0":"10.0.0.5","1":"10.0.1.5/24"}""", LaunchRules.GuestAddresses(launch));
        Assert.Null(LaunchRules.GuestAddresses(new LaunchSettings()));
        foreach (string wrong in (string[])["10.0.0", "10.0.0.5/33", "ten", "10.0.0.5/24/1", "fe80::1/129"])
            Assert.Equal("GuestAddressInvalid", RefusalOf(Specification("Windows", MachineRole.Replica, launch with { GuestAddresses = new Dictionary<int, string> { [0] = wrong } })));
    }

    [Fact]
    public void GEN_02_AddressesInsideALinuxGuestAreRefused() => Assert.Equal(
        "NetworkOverrideNotSupported",
        RefusalOf(Specification("Linux/UNIX", MachineRole.Replica, new LaunchSettings { GuestAddresses = new Dictionary<int, string> { [0] = "10.0.0.5" } })));

    [Theory]
    [InlineData("x86_64", 1, 1L << 30, "t3.micro")]
    [InlineData("x86_64", 2, (4L << 30) + 1, "t3.large")]
    [InlineData("x86_64", 3, 4L << 30, "c5.xlarge")]
    [InlineData("arm64", 2, 4L << 30, "t4g.medium")]
    [InlineData("x86_64", 97, 1L << 30, null)]
    public void WithoutASettingTheSmallestTypeOfTheTableThatFitsIsTaken(string architecture, int processors, long memory, string? type) =>
        Assert.Equal(type, InstanceTypeTable.Choose(architecture, processors, memory));

    private static MachineSpecification Specification(string system, MachineRole role, LaunchSettings launch) => new(
        new Machine { Id = "m", Name = "web", OperatingSystem = system, Disks = [new MachineDisk { Id = "d", Position = 0, Path = "d.raw" }] },
        new Dictionary<string, DiskContent>(), role)
    { Launch = launch };

    private static string? RefusalOf(MachineSpecification specification, params (string Name, string Value)[] settings)
    {
        try
        {
            new LaunchRules(AwsSettingsTests.Parse(settings)).Check(specification);
            return null;
        }
        catch (ReplicationException refused)
        {
            return refused.ErrorId;
        }
    }
}
