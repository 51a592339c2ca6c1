using System.Buffers;
using System.IO.Compression;

namespace Replication.Disks.Vmdk;

/// <summary>
/// Up to sixteen neighbouring grains on their way into a stream: read together, compressed by one worker into the exact
/// bytes to write, markers and padding included. Never crosses the reach of a grain table.
/// </summary>
internal sealed class GrainBatch : IDisposable
{
    /// <summary>
    /// Enough that reading and handing over cost little per grain; with two batches per worker, memory stays below 5
    /// MiB per processor.
    /// </summary>
    public const int MaxBytes = 16 * StreamLayout.GrainBytes;

    /// <summary>Marker, the most that deflate enlarges (an eighth), and padding to a sector.</summary>
    private const int MaxGrainOutput = StreamLayout.GrainBytes + StreamLayout.GrainBytes / 8 + 2 * VmdkLimits.SectorSize;

    private readonly long _offset;
    private readonly int _length;
    private readonly byte[] _input;
    private byte[]? _output;
    private int _outputLength;

    public GrainBatch(long offset, int length)
    {
        _offset = offset;
        _length = length;
        _input = ArrayPool<byte>.Shared.Rent(length);
    }

    public long TableIndex => _offset / StreamLayout.TableReach;

    /// <summary>To be filled before <see cref="Compress"/>; whole grains, zero beyond the end of the disk.</summary>
    public Memory<byte> Input => _input.AsMemory(0, _length);

    /// <summary>Grain numbers and where in <see cref="Output"/> each begins; zero grains are not there.</summary>
    public List<(long Grain, int Offset)> Grains { get; } = [];

    public ReadOnlyMemory<byte> Output => _output.AsMemory(0, _outputLength);

    public void Compress(CompressionLevel level)
    {
        int grains = _length / StreamLayout.GrainBytes;
        _output = ArrayPool<byte>.Shared.Rent(grains * MaxGrainOutput);
        using var stream = new MemoryStream(_output, writable: true);
        for (int i = 0; i < grains; i++)
        {
            var grain = _input.AsSpan(i * StreamLayout.GrainBytes, StreamLayout.GrainBytes);
            if (!grain.ContainsAnyExcept((byte)0)) continue;
            long number = _offset / StreamLayout.GrainBytes + i;
            Grains.Add((number, _outputLength));
            int data = _outputLength + StreamMarker.GrainHeaderSize;
            stream.Position = data;
            using (var zlib = new ZLibStream(stream, level, leaveOpen: true)) zlib.Write(grain);

            int end = (int)stream.Position;
            StreamMarker.WriteGrain(_output.AsSpan(_outputLength), number * StreamLayout.GrainSectors, end - data);
            _outputLength = (end + VmdkLimits.SectorSize - 1) / VmdkLimits.SectorSize * VmdkLimits.SectorSize;
            _output.AsSpan(end, _outputLength - end).Clear();
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_input);
        if (_output is not null) ArrayPool<byte>.Shared.Return(_output);
    }
}
