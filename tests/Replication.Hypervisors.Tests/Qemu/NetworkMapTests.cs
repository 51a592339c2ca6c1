using Replication.Core.Errors;
using Replication.Core.Sites;
using Replication.Hypervisors.Qemu.Hardware;

namespace Replication.Hypervisors.Tests.Qemu;

public class NetworkMapTests
{
    [Fact]
    public void Names_mean_what_the_site_says_and_nothing_is_let_out_by_accident()
    {
        NetworkMap map = Map("lan=user; dmz = isolated;off=none; ssh=user tcp:2222:22 udp:0:53");
        Assert.Equal(NetworkKind.User, map.Find("LAN").Kind);
        Assert.Equal(NetworkKind.Isolated, map.Find("dmz").Kind);
        Assert.Equal(NetworkKind.None, map.Find("off").Kind);
        Assert.Equal([new PortForward("tcp", 2222, 22), new PortForward("udp", 0, 53)], map.Find("ssh").Forwards);
        Assert.Equal(NetworkKind.Isolated, map.Find(null).Kind);
        Assert.Equal(NetworkKind.Isolated, map.Find("VM Network").Kind);
        Assert.Equal(NetworkKind.User, map.Find("user").Kind);
        Assert.Equal([new PortForward("tcp", 1, 2)], map.Find("isolated tcp:1:2").Forwards);
    }

    [Theory]
    [InlineData("lan")]
    [InlineData("=user")]
    [InlineData("lan=bridge")]
    [InlineData("lan=none tcp:1:2")]
    [InlineData("lan=user tcp:1")]
    [InlineData("lan=user tcp:70000:22")]
    [InlineData("lan=user tcp:22:0")]
    [InlineData("lan=user sctp:1:2")]
    [InlineData("lan=user tcp:-1:2")]
    public void What_is_no_network_is_refused(string networks) =>
        Assert.Equal("NetworksInvalid", Assert.Throws<ReplicationException>(() => Map(networks)).ErrorId);

    [Fact]
    public void A_port_of_the_host_that_is_left_open_is_chosen()
    {
        PortForward settled = new PortForward("tcp", 0, 22).Settle();
        Assert.InRange(settled.HostPort, 1, 65535);
        Assert.Equal(settled, settled.Settle());
    }

    private static NetworkMap Map(string networks) => new(new SiteDefinition
    {
        Id = "s",
        Name = "s",
        SiteKind = SiteKind.Local,
        Settings = new Dictionary<string, string> { ["networks"] = networks },
    });
}
