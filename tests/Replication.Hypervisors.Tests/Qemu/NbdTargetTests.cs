using Replication.Core.Errors;
using Replication.Hypervisors.Qemu.Disks;

namespace Replication.Hypervisors.Tests.Qemu;

public class NbdTargetTests
{
    [Theory]
    [InlineData("nbd://server/disk0", """{"driver":"nbd","server":{"type":"inet","host":"server","port":"10809"},"export":"disk0","reconnect-delay":86400}""")]
    [InlineData("nbd://[::1]:9/a%20b", """{"driver":"nbd","server":{"type":"inet","host":"::1","port":"9"},"export":"a b","reconnect-delay":86400}""")]
    [InlineData("nbd+unix:///disk0?socket=/run/a%2Cb", """{"driver":"nbd","server":{"type":"unix","path":"/run/a,b"},"export":"disk0","reconnect-delay":86400}""")]
    [InlineData("nbd+unix:///?socket=/run/s", """{"driver":"nbd","server":{"type":"unix","path":"/run/s"},"export":"","reconnect-delay":86400}""")]
    public void A_URI_becomes_a_connection(string uri, string node) => Assert.Equal(node, NbdTarget.Node(uri).ToJsonString());

    [Theory]
    [InlineData("nbd+unix:///disk0")]
    [InlineData("nbd://")]
    [InlineData("nbds://server/disk0")]
    public void What_names_no_server_is_refused(string uri) =>
        Assert.Equal("NbdUriInvalid", Assert.Throws<ReplicationException>(() => NbdTarget.Node(uri)).ErrorId);
}
