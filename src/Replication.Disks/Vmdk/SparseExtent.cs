namespace Replication.Disks.Vmdk;

/// <summary>Extent of type SPARSE: grains behind a <see cref="GrainMap"/>, plain or compressed.</summary>
internal sealed class SparseExtent : VmdkExtent
{
    private readonly VmdkFile _file;
    private readonly SparseGeometry _geometry;
    private readonly GrainMap _map;
    private readonly VmdkCaches _caches;

    public SparseExtent(VmdkFile file, SparseGeometry geometry, VmdkCaches caches, long offset, long length)
        : base(offset, length)
    {
        _file = file;
        _geometry = geometry;
        _caches = caches;
        _map = new GrainMap(file, geometry, caches);
    }

    public override ExtentRun Locate(long offset, long limit)
    {
        int within = (int)(offset % _geometry.GrainBytes);
        long wanted = (within + limit + _geometry.GrainBytes - 1) / _geometry.GrainBytes;
        (long grains, var state) = _map.Locate(offset / _geometry.GrainBytes, wanted);
        return new ExtentRun(Math.Min(limit, grains * _geometry.GrainBytes - within), state);
    }

    public override void Read(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            int done = _geometry.Compressed ? ReadCompressed(offset, target) : ReadPlain(offset, target);
            offset += done;
            target = target[done..];
        }
    }

    /// <summary>As far as the grains lie one behind the other in the file.</summary>
    private int ReadPlain(long offset, Span<byte> target)
    {
        long grain = offset / _geometry.GrainBytes;
        int within = (int)(offset % _geometry.GrainBytes);
        long position = _map.Position(grain, Used(grain)) + within;
        int length = Math.Min(target.Length, _geometry.GrainBytes - within);
        while (length < target.Length && _map.Position(grain + 1, Used(grain + 1)) == position + length)
        {
            grain++;
            length += Math.Min(target.Length - length, _geometry.GrainBytes);
        }

        _file.Read(position, target[..length]);
        return length;
    }

    private int ReadCompressed(long offset, Span<byte> target)
    {
        long grain = offset / _geometry.GrainBytes;
        int within = (int)(offset % _geometry.GrainBytes);
        int used = Used(grain);
        int length = Math.Min(target.Length, used - within);
        if (length == used)
        {
            Decompress(grain, target[..used]);
            return length;
        }

        byte[] content = _caches.GrainCache.GetOrLoad((_map.Id, grain), key =>
        {
            var bytes = new byte[used];
            Decompress(key.Grain, bytes);
            return bytes;
        });
        content.AsSpan(within, length).CopyTo(target);
        return length;
    }

    private void Decompress(long grain, Span<byte> target) =>
        CompressedGrain.Read(_file, _map.Position(grain, StreamMarker.GrainHeaderSize), grain, _geometry.GrainBytes, target);

    /// <summary>Bytes of a grain that belong to the disk: the last one may reach beyond its end, and then need not be complete.</summary>
    private int Used(long grain) => (int)Math.Min(_geometry.GrainBytes, Length - grain * _geometry.GrainBytes);
}
