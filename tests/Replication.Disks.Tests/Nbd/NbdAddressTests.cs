using FsCheck;
using FsCheck.Fluent;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Nbd;

namespace Replication.Disks.Tests.Nbd;

public sealed class NbdAddressTests
{
    [Theory]
    [InlineData("nbd://example.com/disk", "example.com", 10809, "disk")]
    [InlineData("nbd://example.com", "example.com", 10809, "")]
    [InlineData("nbd://example.com/", "example.com", 10809, "")]
    [InlineData("nbd://example.com//disk", "example.com", 10809, "/disk")]
    [InlineData("nbd://example.com/a/../b", "example.com", 10809, "a/../b")]
    [InlineData("NBD://example.com:1/hello%20world", "example.com", 1, "hello world")]
    [InlineData("nbd://[::1]:65535/%c3%a9", "::1", 65535, "é")]
    [InlineData("nbd://127.0.0.1:/x", "127.0.0.1", 10809, "x")]
    public void Tcp_address_is_read_and_written(string uri, string host, int port, string export)
    {
        NbdAddress address = NbdAddress.Parse(uri);

        Assert.Equal((host, port, export, null, false), (address.Host, address.Port, address.ExportName, address.SocketPath, address.Tls));
        Assert.Equal(address, NbdAddress.Parse(address.ToString()));
    }

    [Theory]
    [InlineData("nbd+unix:///disk?socket=/run/nbd.sock", "/run/nbd.sock", "disk")]
    [InlineData("nbd+unix:///?socket=%00abstract", "\0abstract", "")]
    [InlineData("nbd+unix://?socket=/run/a%26b", "/run/a&b", "")]
    [InlineData("nbds+unix:////disk?socket=/s", "/s", "/disk")]
    public void Unix_address_is_read_and_written(string uri, string socket, string export)
    {
        NbdAddress address = NbdAddress.Parse(uri);

        Assert.Equal((null, socket, export), (address.Host, address.SocketPath, address.ExportName));
        Assert.Equal(address, NbdAddress.Parse(address.ToString()));
    }

    [Fact]
    public void Parameters_of_TLS_are_read_and_written()
    {
        NbdAddress address = NbdAddress.Parse("nbds://h/x?tls-type=x509&tls-hostname=server.example&tls-verify-peer=0&tls-certificates=/etc/pki");

        Assert.Equal((true, "server.example", false, "/etc/pki"), (address.Tls, address.TlsHostname, address.TlsVerifyPeer, address.TlsCertificates));
        Assert.Equal(address, NbdAddress.Parse(address.ToString()));
        Assert.True(NbdAddress.Parse("nbds://h").TlsVerifyPeer);
    }

    [Theory]
    [InlineData("nbd:///x", "host is missing")]
    [InlineData("nbd://h:0/x", "no port")]
    [InlineData("nbd://h:65536/x", "no port")]
    [InlineData("nbd://h:+1/x", "no port")]
    [InlineData("nbd://a b/x", "no host name")]
    [InlineData("nbd://[::1/x", "IPv6")]
    [InlineData("nbd://[::1]1/x", "bracket")]
    [InlineData("nbd://user@h/x", "user name")]
    [InlineData("nbd://h/x#y", "fragment")]
    [InlineData("nbd://h/%4", "%")]
    [InlineData("nbd://h/%zz", "%")]
    [InlineData("nbd://h/%ff", "UTF-8")]
    [InlineData("nbd://h/%00", "NUL")]
    [InlineData("nbd://h/x?socket=/s", "\"socket\"")]
    [InlineData("nbd://h/x?tls-hostname=h", "does without")]
    [InlineData("nbds://h/x?tls-type=psk", "psk")]
    [InlineData("nbds://h/x?tls-verify-peer=yes", "0 or 1")]
    [InlineData("nbds://h/x?tls-hostname=", "empty")]
    [InlineData("nbds://h/x?tls-psk-file=/k", "not known")]
    [InlineData("nbd+unix:///x", "\"socket\" is missing")]
    [InlineData("nbd+unix://disk?socket=/s", "\"disk\"")]
    [InlineData("nbd+unix:///x?socket=relative", "relative")]
    [InlineData("nbd+unix:///x?socket=/s&socket=/t", "twice")]
    [InlineData("nbd+unix:///x?socket=/s%00", "NUL")]
    [InlineData("nbd+unix:///x?socket=/s&uri=1", "not known")]
    public void Address_that_cannot_be_meant_is_refused_with_the_reason(string uri, string reason)
    {
        Assert.True(DiskPath.IsUri(uri));

        var error = Assert.Throws<DiskImageException>(() => NbdAddress.Parse(uri));

        Assert.Equal(NbdErrorIds.NbdUriInvalid, error.ErrorId);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_long_names_and_sockets_are_refused()
    {
        foreach (string uri in (string[])["nbd://h/" + new string('x', 4097), "nbd+unix:///?socket=/" + new string('x', 200)])
        {
            Assert.Contains("longer", Assert.Throws<DiskImageException>(() => NbdAddress.Parse(uri)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(4096, NbdAddress.Parse("nbd://h/" + new string('x', 4096)).ExportName.Length);
    }

    [Theory]
    [InlineData("disk.raw")]
    [InlineData("nbd:unix:/s")]
    [InlineData("/nbd://x")]
    [InlineData("nbd+tcp://x")]
    public void Path_of_a_file_is_no_URI(string path) => Assert.False(DiskPath.IsUri(path));

    [Fact]
    public void Full_path_of_a_URI_is_the_URI()
    {
        const string Uri = "nbd+unix:///a/../b?socket=/s";
        Assert.Equal((Uri, Uri), (DiskPath.Full(Uri), DiskPath.Full(Uri, Path.GetTempPath())));
        Assert.Equal((Path.GetFullPath("x"), Path.Combine(Path.GetTempPath(), "x")), (DiskPath.Full("x"), DiskPath.Full("x", Path.GetTempPath())));
    }

    [Fact]
    public void Any_name_that_a_server_may_give_survives_the_URI() => Prop.ForAll<NonNull<string>>(text =>
    {
        string name = string.Concat(text.Get.EnumerateRunes().Where(rune => rune.Value is not (0 or 0xFFFD)).Select(rune => rune.ToString()));
        return NbdAddress.Parse(NbdAddress.Tcp("h", exportName: name).ToString()).ExportName == name
            && NbdAddress.Parse(NbdAddress.Unix("/s", name).ToString()).ExportName == name;
    }).QuickCheckThrowOnFailure();
}
