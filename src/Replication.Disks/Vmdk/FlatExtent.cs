using Replication.Core.Platform;

namespace Replication.Disks.Vmdk;

/// <summary>Extent of type FLAT or VMFS: the bytes themselves. It has no notion of "absent", so it hides a parent completely.</summary>
internal sealed class FlatExtent : VmdkExtent
{
    private readonly VmdkFile _file;
    private readonly long _start;

    public FlatExtent(VmdkFile file, long firstSector, long offset, long length)
        : base(offset, length)
    {
        _file = file;
        _start = firstSector * VmdkLimits.SectorSize;
        if (_start > file.Length || length > file.Length - _start)
        {
            throw VmdkErrors.Truncated(file.Path, file.Length, "the flat extent ends here.", $"{length} bytes from byte {_start} on, as the descriptor says");
        }
    }

    public override ExtentRun Locate(long offset, long limit) => new(limit, RunState.Data);

    public override void Read(long offset, Span<byte> target) => _file.Read(_start + offset, target);

    public override ExtentRun LocateAllocated(long offset, long limit)
    {
        foreach (var data in SparseFile.AllocatedExtents(_file.Handle, _start + offset, limit))
        {
            long hole = data.Offset - (_start + offset);
            return hole > 0 ? new ExtentRun(hole, RunState.Zero) : new ExtentRun(data.Length, RunState.Data);
        }

        return new ExtentRun(limit, RunState.Zero);
    }
}
