using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests.Overlays;

/// <summary>The room that an overlay takes, and what happens when there is none.</summary>
public class OverlaySpaceTests
{
    private const int Chunk = OverlayModel.Chunk;

    [Fact]
    public async Task A_full_disk_refuses_writes_and_what_was_acknowledged_is_flushed_all_the_same()
    {
        var files = new MemoryOverlayFiles { Space = 10 * Chunk };
        IOverlayDisk disk = files.Open();
        byte[] expected = OverlayModel.Start;
        int refused = 0;
        for (int chunk = 0; chunk < 40; chunk++)
        {
            byte[] data = Content.Random(Chunk, chunk);
            try
            {
                await disk.WriteAsync(chunk * Chunk, data);
                data.CopyTo(expected.AsSpan(chunk * Chunk));
            }
            catch (DiskImageException error)
            {
                Assert.Equal("StorageFull", error.ErrorId);
                refused++;
            }
        }

        Assert.InRange(refused, 30, 32);
        files.Space = 0;
        await disk.FlushAsync();
        Assert.Equal(expected, await OverlayModel.ContentAsync(disk));
        Assert.Equal(expected, await files.ReopenedAsync(new Random(1)));
    }

    [Fact]
    public async Task It_takes_writes_again_when_there_is_room_again()
    {
        var files = new MemoryOverlayFiles { Space = 100 };
        await using IOverlayDisk disk = files.Open();
        await Assert.ThrowsAsync<DiskImageException>(async () => await disk.WriteAsync(0, new byte[Chunk]));
        files.Space = 1 << 20;
        byte[] data = Content.Random(5 * Chunk, 5);
        await disk.WriteAsync(0, data);
        Assert.Equal([new Extent(0, data.Length)], await disk.ChangedExtentsAsync(0, disk.Length).ToArrayAsync());
        Assert.Equal(data, await Content.ReadAsync(disk, 0, data.Length));
    }

    [Fact]
    public async Task What_is_written_again_and_again_takes_the_room_of_once_or_twice()
    {
        var files = new MemoryOverlayFiles();
        byte[] data = [];
        await using (IOverlayDisk disk = files.Open())
        {
            for (int round = 0; round < 40; round++)
            {
                data = Content.Random(100 * Chunk, round);
                await disk.WriteAsync(0, data);
                await disk.FlushAsync();
            }

            Assert.InRange(files.Data.Length, data.Length, 2 * data.Length);
        }

        await using IOverlayDisk again = files.Open();
        Assert.Equal(data, await Content.ReadAsync(again, 0, data.Length));
    }

    [Fact]
    public async Task A_map_that_has_become_long_is_written_anew()
    {
        var files = new MemoryOverlayFiles();
        MemoryOverlayFile first = files.Map!;
        byte[] data = Content.Random(OverlayModel.Length, 9);
        await using (IOverlayDisk disk = files.Open())
        {
            // Nothing but the last one counts, of some 1300 bytes each.
            for (int round = 0; round < 4000 && files.Map == first; round++)
            {
                await disk.WriteZeroesAsync(0, disk.Length);
                await disk.WriteAsync(0, data);
                await disk.FlushAsync();
            }

            Assert.NotSame(first, files.Map);
            Assert.InRange(files.Map!.Length, 1, 32 * 1024);
            await disk.WriteAsync(Chunk, data.AsMemory(0, Chunk));
            data.AsSpan(0, Chunk).CopyTo(data.AsSpan(Chunk));
        }

        Assert.Equal(data, await files.ReopenedAsync(new Random(2)));
    }

    [Fact]
    public async Task Zeroing_a_disk_of_16_TiB_costs_what_is_written_and_not_its_length()
    {
        const long length = 16L << 40;
        using var folder = new TestFolder();
        var overlays = new Disks.Overlays.DiskOverlays();
        var basis = new OverlayBase("huge", length);
        overlays.Create(folder.Path("overlay"), basis);
        await using IOverlayDisk disk = overlays.Open(folder.Path("overlay"), basis, new ZeroDisk(length));
        await disk.WriteAsync(length - 5000, new byte[] { 1, 2, 3 });
        await disk.WriteZeroesAsync(0, length - 4096);
        await disk.WriteAsync(1L << 40, new byte[] { 4 });
        await disk.FlushAsync();
        Assert.Equal([new Extent(0, length - 4096)], await disk.ChangedExtentsAsync(0, disk.Length).ToArrayAsync());
        Assert.Equal([new Extent(1L << 40, Chunk)], await disk.AllocatedExtentsAsync(0, length).ToArrayAsync());
        Assert.InRange(new FileInfo(Path.Combine(folder.Path("overlay"), "map")).Length, 1, 64 * 1024);
    }
}
