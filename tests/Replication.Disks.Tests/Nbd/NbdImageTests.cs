using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Nbd;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Nbd;

/// <summary>NBD URIs where others have paths.</summary>
public sealed class NbdImageTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MemoryDisk _disk = new(1 << 20);
    private readonly DiskImages _images = new();
    private readonly NbdServer _server;

    public NbdImageTests()
    {
        var exports = new NbdExports();
        exports.Add("rw", new NbdExport(_disk));
        exports.Add("ro", new NbdExport(_disk, readOnly: true));
        _server = NbdServer.Start(_folder.File("s"), exports);
        new Random(6).NextBytes(_disk.Content.AsSpan(4096, 100_000));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _disk.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Export_is_a_disk_without_files_and_says_whether_it_may_change()
    {
        await using IDiskView still = await _images.OpenAsync(Uri("ro"));
        await using IDiskView changing = await _images.OpenAsync(Uri("rw"));
        var content = new byte[_disk.Length];
        await still.ReadAsync(0, content);

        Assert.Equal(_disk.Content, content);
        Assert.Equal("nbd", still.Format);
        Assert.Equal([new Extent(4096, 102400)], await still.AllocatedExtentsAsync(0, still.Length).ToListAsync());
        Assert.IsNotAssignableFrom<IWritableDisk>(still);
        Assert.IsAssignableFrom<IWritableDisk>(changing);
        Assert.Empty(await _images.FilesOfAsync(Uri("ro")));
    }

    [Fact]
    public async Task Export_is_copied_into_an_image_of_any_format()
    {
        await using IDiskView source = await _images.OpenAsync(Uri("ro"));
        string path = _folder.File("copy.vhdx");
        await _images.CreateAsync(path, DiskFormat.Vhdx, source);
        await using IDiskView copy = await _images.OpenAsync(path);
        var content = new byte[_disk.Length];
        await copy.ReadAsync(0, content);

        Assert.Equal(_disk.Content, content);
    }

    [Fact]
    public async Task Writable_export_is_written_in_place_and_a_read_only_one_refused()
    {
        await using (IWritableDisk disk = await _images.OpenWritableAsync(Uri("rw"))) await disk.WriteAsync(0, new byte[] { 1, 2, 3 });

        Assert.Equal<byte>([1, 2, 3], _disk.Content[..3]);
        var readOnly = await Assert.ThrowsAsync<DiskImageException>(async () => await _images.OpenWritableAsync(Uri("ro")));
        Assert.Equal(NbdErrorIds.NbdExportReadOnly, readOnly.ErrorId);
        var file = await Assert.ThrowsAsync<DiskImageException>(async () => await _images.OpenWritableAsync(_folder.File("raw")));
        Assert.Equal(DiskErrorIds.DiskFormatNotSupported, file.ErrorId);
    }

    [Fact]
    public async Task New_image_cannot_be_an_export()
    {
        await using IDiskView source = await _images.OpenAsync(Uri("ro"));
        var error = await Assert.ThrowsAsync<DiskImageException>(async () => await _images.CreateAsync(Uri("rw"), DiskFormat.Raw, source));
        Assert.Equal(NbdErrorIds.NbdDiskNotAFile, error.ErrorId);
    }

    [Fact]
    public async Task URI_that_cannot_be_read_is_no_file_that_is_missing()
    {
        var error = await Assert.ThrowsAsync<DiskImageException>(async () => await _images.OpenAsync("nbd+unix:///disk"));
        Assert.Equal(NbdErrorIds.NbdUriInvalid, error.ErrorId);
    }

    private string Uri(string export) => _server.AddressOf(export).ToString();
}
