using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Aws.HotAdd;
using Replication.Aws.HotAdd.Drivers;
using Replication.Aws.Tests.Support;
using Replication.Core.Errors;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>A driver folder filled from a server, and what keeps it from being filled.</summary>
public sealed class DriverDownloadTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly ArchiveServer _server = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Drivers => Path.Combine(_folder.Path, "drivers");

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task NOD_04_what_is_missing_is_fetched_once_and_the_owners_files_stay()
    {
        DriverFiles.Make(_folder.Path);
        string digest = DriverFolder.Open(Drivers).Digest();
        File.Delete(Path.Combine(Drivers, DriverFolder.Ec2Config));

        await FillAsync();
        await FillAsync();

        Assert.Equal(["/mirror/EC2Install.zip"], _server.Asked);
        Assert.Equal(digest, DriverFolder.Open(Drivers).Digest());
    }

    [Fact]
    public async Task NOD_04_a_folder_that_does_not_exist_is_made_with_both_archives_in_it()
    {
        await FillAsync();

        Assert.Equal(
            [DriverFolder.PvDrivers, DriverFolder.Ec2Config, Path.Combine("notes", "readme.txt")],
            Directory.EnumerateFiles(Drivers, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Drivers, file)).Order(StringComparer.Ordinal));
        Assert.Equal("installer of the service", await File.ReadAllTextAsync(Path.Combine(Drivers, DriverFolder.Ec2Config), Token));
    }

    [Theory]
    [InlineData("../escaped.msi")]
    [InlineData("a/../../escaped.msi")]
    [InlineData(@"..\escaped.msi")]
    [InlineData("/escaped.msi")]
    [InlineData("C:/escaped.msi")]
    [InlineData("awspvdriversetup.MSI")]
    [InlineData("boot/xenvbd.sys")]
    [InlineData("Registry/xenvbd.reg")]
    [InlineData(".incoming-1/x")]
    public async Task NOD_04_a_name_that_leads_elsewhere_or_onto_another_file_is_refused_and_nothing_is_written(string name)
    {
        _server.Drivers = ArchiveServer.Zip((DriverFolder.PvDrivers, "installer"), (name, "elsewhere"));
        await RefusedAsync("archive");
    }

    [Fact]
    public async Task NOD_04_a_link_is_refused()
    {
        const int link = unchecked((int)0xA1FF0000);
        _server.Drivers = ArchiveServer.Zip(
            [(DriverFolder.PvDrivers, "installer"), ("notes", "/etc")],
            entry =>
            {
                if (entry.Name == "notes") entry.ExternalAttributes = link;
                return entry;
            });
        await RefusedAsync("link");
    }

    [Fact]
    public async Task NOD_04_what_is_no_archive_or_lacks_its_file_or_was_cut_off_is_refused()
    {
        byte[] good = _server.Drivers;
        foreach (byte[] bad in (byte[][])["<html>Blocked by the firewall</html>"u8.ToArray(), good[..^40], good[..60], ArchiveServer.Zip(("readme.txt", "")), []])
        {
            _server.Drivers = bad;
            await RefusedAsync("no such archive");
        }
    }

    [Fact]
    public async Task NOD_04_an_archive_that_unpacks_without_end_is_stopped_at_the_limit()
    {
        byte[] bomb = ArchiveServer.Zip((DriverFolder.PvDrivers, "installer"), ("notes.txt", new string('0', 1 << 20)));
        string target = Directory.CreateDirectory(Path.Combine(_folder.Path, "unpacked")).FullName;

        await Assert.ThrowsAsync<InvalidDataException>(() => ArchiveContents.UnpackAsync(new MemoryStream(bomb), DriverFolder.PvDrivers, target, 1 << 19, Token));

        Assert.InRange(Directory.EnumerateFiles(target).Sum(file => new FileInfo(file).Length), 1, (1 << 19) + (1 << 17));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task NOD_04_a_refusal_of_the_server_says_where_to_copy_the_files_to(int status)
    {
        _server.Status = status;
        ReplicationException failed = await RefusedAsync($"{status}");
        Assert.EndsWith(
            $"Could not fetch {_server.Archives[0].Address}. Copy the files to {Drivers} on i-node and retry.", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NOD_04_a_closed_port_says_where_to_copy_the_files_to()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        var failed = await Assert.ThrowsAsync<ReplicationException>(() => FillAsync(DriverArchive.Below(new Uri($"http://127.0.0.1:{port}"))));
        Assert.Equal("DriverDownloadFailed", failed.ErrorId);
        Assert.Contains($"Could not fetch http://127.0.0.1:{port}/AWSPVDriverSetup.zip.", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NOD_04_the_proxy_is_asked_where_one_is_set()
    {
        IReadOnlyList<DriverArchive> elsewhere = DriverArchive.Below(new Uri("http://archives.invalid/mirror"));
        using var proxy = new Sessions.LoopbackService(request => (502, request));

        await Assert.ThrowsAsync<ReplicationException>(() => FillAsync(elsewhere, new Uri(proxy.Url)));

        Assert.StartsWith("GET http://archives.invalid/mirror/AWSPVDriverSetup.zip ", Assert.Single(proxy.Requests), StringComparison.Ordinal);
    }

    private async Task<ReplicationException> RefusedAsync(string why)
    {
        var failed = await Assert.ThrowsAsync<ReplicationException>(() => FillAsync());
        Assert.True(failed.ErrorId == "DriverDownloadFailed", $"{why}: {failed.Message}");
        Assert.Empty(Directory.Exists(Drivers) ? Directory.EnumerateFileSystemEntries(Drivers) : []);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
        return failed;
    }

    private Task FillAsync(IReadOnlyList<DriverArchive>? archives = null, Uri? proxy = null)
    {
        var download = new DriverDownload(archives ?? _server.Archives, proxy, NullLogger.Instance);
        return download.FillAsync(DriverFolder.At(Drivers), "i-node", Token);
    }
}
