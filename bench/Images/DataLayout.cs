using Replication.Core.Snapshots;

namespace Replication.Bench.Images;

/// <summary>Where an image holds data: runs of <paramref name="RunLength"/> at every multiple of <paramref name="Stride"/>, holes between.</summary>
internal sealed record DataLayout(long Length, long RunLength, long Stride)
{
    public long DataBytes => Length / Stride * RunLength;

    /// <summary>All of it, without a hole.</summary>
    public static DataLayout Dense(long length) => new(length, BlockGeometry.BlockSize, BlockGeometry.BlockSize);

    /// <summary>The same data on a disk of another length: the runs keep their size and their number.</summary>
    public DataLayout Spread(long length) => this with { Length = length, Stride = length / (Length / Stride) };

    public IEnumerable<long> Runs()
    {
        for (long start = 0; start + RunLength <= Length; start += Stride) yield return start;
    }

    /// <summary>Offset of the n-th unit of data, counted over the runs only.</summary>
    public long OffsetOf(long unit, int unitSize)
    {
        long perRun = RunLength / unitSize;
        return unit / perRun * Stride + unit % perRun * unitSize;
    }
}
