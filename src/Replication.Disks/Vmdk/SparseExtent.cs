using Replication.Disks.Files;
using Replication.Disks.Layers;

namespace Replication.Disks.Vmdk;

/// <summary>Extent of type SPARSE: grains behind a <see cref="GrainMap"/>, plain or compressed.</summary>
internal sealed class SparseExtent : VmdkExtent
{
    private readonly ImageFile _file;
    private readonly GrainMap _map;
    private readonly PageCache _grains;

    public SparseExtent(ImageFile file, SparseGeometry geometry, PageSlots tables, PageSlots grains, long offset, long length)
        : base(offset, length)
    {
        _file = file;
        Geometry = geometry;
        _map = new GrainMap(file, geometry, tables);
        _grains = new PageCache(Decompress, 0, length, geometry.GrainBytes, grains);
    }

    public SparseGeometry Geometry { get; }

    public override LayerRun Locate(long offset, long limit)
    {
        int within = (int)(offset % Geometry.GrainBytes);
        long wanted = (within + limit + Geometry.GrainBytes - 1) / Geometry.GrainBytes;
        (long grains, RunKind kind) = _map.Locate(offset / Geometry.GrainBytes, wanted);
        return new LayerRun(kind, Math.Min(limit, grains * Geometry.GrainBytes - within));
    }

    public override void Read(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            int done = Geometry.Compressed ? ReadCompressed(offset, target) : ReadPlain(offset, target);
            offset += done;
            target = target[done..];
        }
    }

    /// <summary>As far as the grains lie one behind the other in the file.</summary>
    private int ReadPlain(long offset, Span<byte> target)
    {
        long grain = offset / Geometry.GrainBytes;
        int within = (int)(offset % Geometry.GrainBytes);
        long position = _map.Position(grain, Used(grain)) + within;
        int length = Math.Min(target.Length, Geometry.GrainBytes - within);
        while (length < target.Length && _map.Position(grain + 1, Used(grain + 1)) == position + length)
        {
            grain++;
            length += Math.Min(target.Length - length, Geometry.GrainBytes);
        }

        _file.Read(position, target[..length]);
        return length;
    }

    private int ReadCompressed(long offset, Span<byte> target)
    {
        int within = (int)(offset % Geometry.GrainBytes);
        int used = Used(offset / Geometry.GrainBytes);
        int length = Math.Min(target.Length, used - within);
        if (length == used) Decompress(offset, target[..used]);
        else _grains.From(offset)[..length].CopyTo(target);
        return length;
    }

    /// <summary>The whole grain that begins at an offset, as far as it is <see cref="Used"/>.</summary>
    private void Decompress(long offset, Span<byte> target)
    {
        long grain = offset / Geometry.GrainBytes;
        CompressedGrain.Read(_file, _map.Position(grain, StreamMarker.GrainHeaderSize), grain, Geometry.GrainBytes, target);
    }

    /// <summary>Bytes of a grain that belong to the disk: the last one may reach beyond its end, and then need not be complete.</summary>
    private int Used(long grain) => (int)Math.Min(Geometry.GrainBytes, Length - grain * Geometry.GrainBytes);
}
