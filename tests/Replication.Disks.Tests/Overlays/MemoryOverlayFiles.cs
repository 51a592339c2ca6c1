using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Overlays;
using Replication.Disks.Overlays.Files;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests.Overlays;

/// <summary>The files of an overlay in memory, over a base, with an end that can be set to come in the middle of anything.</summary>
internal sealed class MemoryOverlayFiles : IOverlayFiles
{
    public static readonly OverlayBase Identity = new("store/snap", OverlayModel.Length);

    private MemoryOverlayFile? _newMap;

    public MemoryOverlayFiles()
    {
        Data = new MemoryOverlayFile(this);
        DiskOverlays.Create(this, OverlayHeader.Of(Identity));
    }

    public string Path => "memory";

    public MemoryOverlayFile Data { get; }

    public MemoryOverlayFile? Map { get; private set; }

    /// <summary>Operations that changed a file.</summary>
    public int Steps { get; private set; }

    /// <summary>The operation in the middle of which the process ends; later ones find it ended as well.</summary>
    public int EndAt { get; set; } = int.MaxValue;

    /// <summary>Bytes by which files can still grow.</summary>
    public long Space { get; set; } = long.MaxValue;

    public bool HasMap => Map is not null;

    public IOverlayFile OpenData() => Data;

    public IOverlayFile OpenMap() => Map!;

    public IOverlayFile CreateMap() => _newMap = new MemoryOverlayFile(this);

    public void CommitMap()
    {
        if (Step()) Map = _newMap;
        ThrowWhenOver();
    }

    public void TakeSpace(long bytes)
    {
        if (bytes <= 0) return;
        // errno.h: ENOSPC
        if (bytes > Space) throw new IOException("No space left on device", 28);
        Space -= bytes;
    }

    public bool Step() => ++Steps < EndAt;

    public void ThrowWhenOver()
    {
        if (Steps >= EndAt) throw new OverlayEndException();
    }

    public IOverlayDisk Open(IDiskView? basis = null) => new OverlayDisk(basis ?? OverlayModel.Basis(), DiskOverlays.Open(this, Identity));

    /// <summary>The content after an end of the process, and of the power as well where a random is given.</summary>
    public async Task<byte[]> ReopenedAsync(Random? powerLoss)
    {
        EndAt = int.MaxValue;
        if (powerLoss is not null)
        {
            Data.LosePower(powerLoss);
            Map!.LosePower(powerLoss);
        }

        await using IOverlayDisk disk = Open();
        return await OverlayModel.ContentAsync(disk);
    }

    /// <summary>What every byte of an overlay with this damage reads as; null when it is noticed.</summary>
    public async Task<byte[]?> ContentOrNoticedAsync()
    {
        try
        {
            return await ReopenedAsync(null);
        }
        catch (DiskImageException error) when (error.ErrorId is "OverlayCorrupt" or "OverlayBaseMismatch" or "DiskFormatNotSupported")
        {
            return null;
        }
    }
}
