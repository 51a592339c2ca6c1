using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Disks.Tests.Overlays;

/// <summary>What is on the storage is not what was written there.</summary>
public class OverlayDamageTests
{
    private const int Header = Disks.Overlays.OverlayHeader.Size;

    /// <summary>What of the header is used.</summary>
    private const int Fields = 64;

    private static readonly OverlayStep[] Life =
    [
        new(OverlayStepKind.Write, 0, 3 * OverlayModel.Chunk, 1),
        new(OverlayStepKind.Write, 130 * OverlayModel.Chunk, 512, 2),
        new(OverlayStepKind.Flush, 0, 0, 0),
        new(OverlayStepKind.Zero, 2 * OverlayModel.Chunk, 200 * OverlayModel.Chunk, 0),
        new(OverlayStepKind.Flush, 0, 0, 0),
        new(OverlayStepKind.Write, OverlayModel.Chunk, 2 * OverlayModel.Chunk, 3),
        new(OverlayStepKind.Write, OverlayModel.Length - 1000, 1000, 4),
    ];

    [Fact]
    public async Task INV_03_a_flipped_byte_of_the_map_is_noticed_or_makes_no_difference()
    {
        (MemoryOverlayFiles files, List<byte[]> states) = await LifeAsync();
        byte[] whole = files.Map!.Content;
        int noticed = 0;
        int[] places = [.. Enumerable.Range(0, whole.Length).Where(at => at < Fields || at >= Header || at % 64 == 0)];
        foreach (int at in places)
        {
            files.Map.Content = Flipped(whole, at);
            byte[]? found = await files.ContentOrNoticedAsync();
            Assert.True(found is null || found.AsSpan().SequenceEqual(states[^1]), $"The flip at {at} was not noticed.");
            if (found is null) noticed++;
        }

        // All of the header and of the records; not the last commit, which only repeats what the records before it say, nor what is unused.
        Assert.InRange(noticed, Fields + ((Header - Fields) / 64) + 200, places.Length - 1);
    }

    [Fact]
    public async Task INV_03_a_flipped_byte_of_the_data_is_noticed_or_is_in_no_use()
    {
        (MemoryOverlayFiles files, List<byte[]> states) = await LifeAsync();
        byte[] whole = files.Data.Content;
        int noticed = 0;
        for (int at = 0; at < whole.Length; at += 7)
        {
            files.Data.Content = Flipped(whole, at);
            byte[]? found = await files.ContentOrNoticedAsync();
            Assert.True(found is null || found.AsSpan().SequenceEqual(states[^1]), $"The flip at {at} was not noticed.");
            if (found is null) noticed++;
        }

        // Of the slots in the map: one to two, and the last, which is filled from the base.
        Assert.Equal(4 * OverlayModel.Chunk / 7.0, noticed, 5.0);
    }

    [Fact]
    public async Task A_map_that_is_cut_off_shows_an_earlier_moment_or_is_refused()
    {
        (MemoryOverlayFiles files, List<byte[]> states) = await LifeAsync();
        byte[] whole = files.Map!.Content;
        for (int length = whole.Length; length >= 0; length -= 3)
        {
            files.Map.Content = whole[..length];
            byte[]? found = await files.ContentOrNoticedAsync();
            Assert.True(found is null || OverlayModel.IsMoment(found, states, 0), $"Cut to {length} bytes it shows what never was.");
        }
    }

    [Fact]
    public async Task INV_10_damage_names_the_overlay_and_the_place()
    {
        (MemoryOverlayFiles files, _) = await LifeAsync();
        await using IOverlayDisk disk = files.Open();
        files.Data.Content = new byte[files.Data.Content.Length];
        DiskImageException error = await Assert.ThrowsAsync<DiskImageException>(async () => await disk.ReadAsync(OverlayModel.Chunk, new byte[512]));
        Assert.Equal(("OverlayCorrupt", "memory", OverlayModel.Chunk), (error.ErrorId, error.Path, error.Offset));
        // The rest of the disk is none the worse.
        await disk.ReadAsync(210 * OverlayModel.Chunk, new byte[512]);
    }

    private static async Task<(MemoryOverlayFiles Files, List<byte[]> States)> LifeAsync()
    {
        var files = new MemoryOverlayFiles();
        var states = new List<byte[]> { OverlayModel.Start };
        await using IOverlayDisk disk = files.Open();
        foreach (OverlayStep step in Life)
        {
            await OverlayModel.DoAsync(disk, step);
            states.Add(OverlayModel.After(states[^1], step));
        }

        return (files, states);
    }

    private static byte[] Flipped(byte[] content, int at)
    {
        var flipped = (byte[])content.Clone();
        flipped[at] ^= 0x10;
        return flipped;
    }
}
