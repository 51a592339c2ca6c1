using Replication.Core.Disks;
using Replication.Disks.Nbd;
using Replication.Disks.Overlays;
using Replication.Disks.Tests.Overlays;
using Replication.Disks.Tests.Support;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Nbd;

/// <summary>An overlay that is served tells what was written to it.</summary>
public sealed class NbdWrittenTests : IAsyncDisposable
{
    private static readonly OverlayBase Basis = new("store-1/snap-1", OverlayModel.Length);

    private readonly TempFolder _folder = new();
    private readonly IOverlayDisk _overlay;
    private readonly NbdServer _server;

    public NbdWrittenTests()
    {
        var overlays = new DiskOverlays();
        overlays.Create(_folder.File("overlay"), Basis);
        _overlay = overlays.Open(_folder.File("overlay"), Basis, OverlayModel.Basis());
        var exports = new NbdExports();
        exports.Add("disk", new NbdExport(_overlay));
        exports.Add("base", new NbdExport(OverlayModel.Basis()));
        _server = NbdServer.Start(_folder.File("s"), exports);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _overlay.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_written_and_zeroed_is_marked_and_nothing_else()
    {
        MarkedDisk before = await OpenAsync("disk");
        await using IDiskView view = before.View;
        Assert.Empty(before.Marked["written"]);
        await _overlay.WriteAsync(5000, new byte[100]);
        await _overlay.WriteZeroesAsync(40960, 8192);

        MarkedDisk marked = await OpenAsync("disk");
        await using IDiskView disk = marked.View;
        Assert.Equal([new Extent(4096, 4096), new Extent(40960, 8192)], marked.Marked["written"]);
        Assert.Equal(await _overlay.AllocatedExtentsAsync(0, disk.Length).ToArrayAsync(), await disk.AllocatedExtentsAsync(0, disk.Length).ToArrayAsync());
    }

    [Fact]
    public async Task A_disk_that_is_no_overlay_has_no_such_context()
    {
        var error = await Assert.ThrowsAnyAsync<Core.Errors.DiskImageException>(() => OpenAsync("base"));
        Assert.Equal(NbdErrorIds.NbdContextNotFound, error.ErrorId);
    }

    [Fact]
    public async Task Libnbd_reads_it_as_a_dirty_bitmap()
    {
        Tool.Need("nbdinfo");
        await _overlay.WriteAsync(8192, new byte[4096]);
        string map = Tool.Run("nbdinfo", "--map=qemu:dirty-bitmap:written", _server.AddressOf("disk").ToString());
        string[] dirty = [.. map.Split('\n').Where(line => line.TrimEnd().EndsWith("dirty", StringComparison.Ordinal))];
        Assert.Equal(["8192", "4096", "1", "dirty"], Assert.Single(dirty).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("qemu:dirty-bitmap:written", Tool.Run("nbdinfo", "--list", _server.AddressOf("disk").ToString()), StringComparison.Ordinal);
    }

    private async Task<MarkedDisk> OpenAsync(string export) =>
        await new DiskImages().OpenExportAsync(_server.AddressOf(export).ToString(), [IOverlayDisk.WrittenBitmap], 512);
}
