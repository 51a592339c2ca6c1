using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Overlays;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests.Overlays;

/// <summary>Overlays as they lie in their folders.</summary>
public sealed class OverlayFolderTests : IDisposable
{
    private static readonly OverlayBase Basis = new("store-1/snap-1", OverlayModel.Length);

    private readonly TestFolder _folder = new();
    private readonly DiskOverlays _overlays = new();

    public void Dispose() => _folder.Dispose();

    private string Place => _folder.Path("overlay");

    [Fact]
    public async Task It_is_kept_and_made_once()
    {
        byte[] data = Content.Random(70_000, 3);
        _overlays.Create(Place, Basis);
        await using (IOverlayDisk disk = _overlays.Open(Place, Basis, OverlayModel.Basis())) await disk.WriteAsync(12345, data);
        _overlays.Create(Place, Basis);
        await using IOverlayDisk again = _overlays.Open(Place, Basis, OverlayModel.Basis());
        Assert.Equal(data, await Content.ReadAsync(again, 12345, data.Length));
    }

    [Fact]
    public async Task Concurrent_writers_of_one_chunk_and_readers_beside_them_lose_nothing()
    {
        _overlays.Create(Place, Basis);
        await using IOverlayDisk disk = _overlays.Open(Place, Basis, OverlayModel.Basis());
        byte[] expected = OverlayModel.Start;
        // Each writer has a sector of every chunk to itself, over and over, with flushes that free slots.
        Task[] writers = [.. Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int round = 1; round <= 20; round++)
            {
                for (int chunk = 0; chunk < 60; chunk++) await disk.WriteAsync((chunk * OverlayModel.Chunk) + (writer * 512), Sector(writer, round));
                await disk.FlushAsync();
            }
        }))];
        Task reader = Task.Run(async () =>
        {
            while (!writers.All(writer => writer.IsCompleted)) await disk.ReadAsync(0, new byte[60 * OverlayModel.Chunk]);
        });
        await Task.WhenAll([.. writers, reader]);
        for (int chunk = 0; chunk < 60; chunk++)
            for (int writer = 0; writer < 8; writer++) Sector(writer, 20).CopyTo(expected, (chunk * OverlayModel.Chunk) + (writer * 512));
        Assert.Equal(expected, await OverlayModel.ContentAsync(disk));
    }

    [Fact]
    public async Task INV_10_it_is_opened_by_one_at_a_time_and_over_its_own_base_alone()
    {
        Refused("OverlayNotFound", () => _overlays.Open(Place, Basis, OverlayModel.Basis()));
        _overlays.Create(Place, Basis);
        await using (_overlays.Open(Place, Basis, OverlayModel.Basis()))
        {
            if (!OperatingSystem.IsMacOS()) Refused("OverlayInUse", () => _overlays.Open(Place, Basis, OverlayModel.Basis()));
        }

        Refused("OverlayBaseMismatch", () => _overlays.Open(Place, Basis with { Id = "store-1/snap-2" }, OverlayModel.Basis()));
        Refused("OverlayBaseMismatch", () => _overlays.Create(Place, Basis with { Length = 1 << 20 }));
    }

    [Fact]
    public void Deleted_it_is_gone_and_once_more_is_no_error()
    {
        _overlays.Create(Place, Basis);
        _overlays.Delete(Place);
        _overlays.Delete(Place);
        Assert.False(Directory.Exists(Place));
    }

    private static byte[] Sector(int writer, int round)
    {
        var sector = new byte[512];
        sector.AsSpan().Fill((byte)((writer * 31) + round));
        return sector;
    }

    private static void Refused(string errorId, Action action) => Assert.Equal(errorId, Assert.Throws<DiskImageException>(action).ErrorId);
}
