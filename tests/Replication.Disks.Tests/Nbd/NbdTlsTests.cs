using System.Net;
using Replication.Core.Errors;
using Replication.Disks.Nbd;
using Replication.Disks.Tests.Support;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Nbd;

/// <summary>TLS, our server to other clients, other servers to our client, and who is not let in.</summary>
public sealed class NbdTlsTests : IAsyncDisposable
{
    private const int Length = 1 << 20;

    private readonly TempFolder _folder = new();
    private readonly MemoryDisk _disk = new(Length);
    private readonly NbdExports _exports = new();
    private readonly TestCertificates _certificates;
    private readonly List<NbdServer> _servers = [];

    public NbdTlsTests()
    {
        _certificates = new TestCertificates(_folder, "authority");
        _exports.Add("disk", new NbdExport(_disk));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (NbdServer server in _servers) await server.DisposeAsync();
        await _disk.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Client_and_server_of_ours_verify_each_other()
    {
        NbdServer server = Start(clients: true);
        await using var disk = await NbdDisk.OpenAsync(Address(server));
        var data = new byte[100_000];
        new Random(1).NextBytes(data);

        await disk.WriteAsync(0, data);
        var read = new byte[data.Length];
        await disk.ReadAsync(0, read);

        Assert.Equal(data, read);
        Assert.Equal(data, _disk.Content[..data.Length]);
    }

    [Fact]
    public async Task Server_of_another_authority_or_name_is_refused_unless_the_URI_says_otherwise()
    {
        NbdServer server = Start();
        string stranger = new TestCertificates(_folder, "stranger").Folder;

        NbdAddress right = Address(server);
        foreach (NbdAddress address in (NbdAddress[])[right with { TlsCertificates = stranger }, right with { TlsHostname = "elsewhere.example" }])
        {
            Assert.Equal(NbdErrorIds.NbdTlsFailed, (await Assert.ThrowsAsync<DiskImageException>(() => NbdDisk.OpenAsync(address))).ErrorId);
            await using var disk = await NbdDisk.OpenAsync(address with { TlsVerifyPeer = false });
            Assert.Equal(Length, disk.Length);
        }
    }

    [Fact]
    public async Task Client_that_the_server_does_not_know_is_refused()
    {
        NbdServer server = Start(clients: true);
        var stranger = new TestCertificates(_folder, "stranger");
        File.Copy(Path.Combine(_certificates.Folder, "ca-cert.pem"), Path.Combine(stranger.Folder, "ca-cert.pem"), overwrite: true);
        string nobody = Directory.CreateDirectory(_folder.File("nobody")).FullName;
        File.Copy(Path.Combine(_certificates.Folder, "ca-cert.pem"), Path.Combine(nobody, "ca-cert.pem"));

        foreach (string folder in (string[])[stranger.Folder, nobody])
        {
            // With TLS 1.3 the client learns of it when it reads for the first time.
            var error = await Assert.ThrowsAsync<DiskImageException>(() => NbdDisk.OpenAsync(Address(server) with { TlsCertificates = folder }));
            Assert.Contains(error.ErrorId, (string[])[NbdErrorIds.NbdTlsFailed, NbdErrorIds.NbdConnectionLost]);
        }
    }

    [Fact]
    public async Task Clear_text_meets_TLS_with_a_word_on_what_to_do()
    {
        var required = await Assert.ThrowsAsync<DiskImageException>(() => NbdDisk.OpenAsync(Address(Start()) with { Tls = false }));
        Assert.Equal(NbdErrorIds.NbdTlsRequired, required.ErrorId);
        Assert.Contains("nbds", required.Message, StringComparison.Ordinal);

        var plain = NbdServer.Start(new IPEndPoint(IPAddress.Loopback, 0), _exports);
        _servers.Add(plain);
        var missing = await Assert.ThrowsAsync<DiskImageException>(() => NbdDisk.OpenAsync(plain.AddressOf("disk") with { Tls = true }));
        Assert.Equal(NbdErrorIds.NbdTlsNotOffered, missing.ErrorId);

        NbdServer either = Start(required: false);
        await using var clear = await NbdDisk.OpenAsync(either.AddressOf("disk"));
        await using var encrypted = await NbdDisk.OpenAsync(Address(either));
        Assert.Equal(clear.Length, encrypted.Length);
    }

    [Fact]
    public void Missing_certificates_are_named()
    {
        var error = Assert.Throws<DiskImageException>(() => NbdTls.LoadServerCertificate(_folder.Path));
        Assert.Equal(NbdErrorIds.NbdTlsFailed, error.ErrorId);
        Assert.Contains("server-cert.pem", error.Message, StringComparison.Ordinal);
        Assert.Contains("ca-cert.pem", Assert.Throws<DiskImageException>(() => NbdTls.LoadAuthorities(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Libnbd_and_qemu_read_over_our_TLS()
    {
        NbdServer server = Start(clients: true);
        new Random(3).NextBytes(_disk.Content);
        string raw = _folder.Write("raw", _disk.Content);
        var endPoint = (IPEndPoint)server.EndPoint;
        string uri = $"nbds://localhost:{endPoint.Port}/disk?tls-certificates={_certificates.Folder}";

        Tool.Run("nbdcopy", uri, _folder.File("back"));
        Assert.Equal(_disk.Content, File.ReadAllBytes(_folder.File("back")));
        Tool.Run(
            "qemu-img", "compare", "--object", $"tls-creds-x509,id=t,dir={_certificates.Folder},endpoint=client", "--image-opts",
            $"driver=nbd,host=localhost,port={endPoint.Port},export=disk,tls-creds=t", $"driver=file,filename={raw}");
        CrossCheckCount.Add();
    }

    [Fact]
    public async Task Our_client_reads_over_the_TLS_of_qemu_nbd_and_nbdkit()
    {
        new Random(4).NextBytes(_disk.Content);
        string raw = _folder.Write("raw", _disk.Content);
        await using var qemu = await ServerProcess.QemuNbdAsync(
            _folder, "--object", $"tls-creds-x509,id=t,dir={_certificates.Folder},endpoint=server,verify-peer=yes", "--tls-creds", "t", "-f", "raw", raw);
        await using var kit = await ServerProcess.NbdKitAsync(
            _folder, "--tls=require", $"--tls-certificates={_certificates.Folder}", "--tls-verify-peer", "file", raw);
        foreach (ServerProcess server in (ServerProcess[])[qemu, kit])
        {
            await using var disk = await NbdDisk.OpenAsync(server.Address() with { Tls = true, TlsCertificates = _certificates.Folder });
            var content = new byte[Length];
            await disk.ReadAsync(0, content);
            Assert.Equal(_disk.Content, content);
        }

        CrossCheckCount.Add();
    }

    private NbdAddress Address(NbdServer server) => server.AddressOf("disk") with { Tls = true, TlsCertificates = _certificates.Folder };

    private NbdServer Start(bool clients = false, bool required = true)
    {
        var tls = new NbdServerTls
        {
            Certificate = NbdTls.LoadServerCertificate(_certificates.Folder),
            ClientAuthorities = clients ? NbdTls.LoadAuthorities(_certificates.Folder) : null,
            Required = required,
        };
        var server = NbdServer.Start(new IPEndPoint(IPAddress.Loopback, 0), _exports, new NbdServerOptions { Tls = tls });
        _servers.Add(server);
        return server;
    }
}
