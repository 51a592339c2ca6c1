using Replication.Disks.Overlays.Files;

namespace Replication.Disks.Tests.Overlays;

/// <summary>A file in memory that knows what of it is durable, and what a loss of power makes of the rest.</summary>
internal sealed class MemoryOverlayFile(MemoryOverlayFiles files) : IOverlayFile
{
    /// <summary>The unit that a disk writes whole.</summary>
    private const int Sector = 512;

    private readonly List<(long Offset, byte[] Data)> _pending = [];
    private byte[] _durable = [];
    private byte[] _bytes = [];
    private int _length;

    public byte[] Content
    {
        get => _bytes[.._length];
        set => (_bytes, _length) = ((byte[])value.Clone(), value.Length);
    }

    public long Length => _length;

    public int Read(long offset, Span<byte> buffer)
    {
        int count = (int)Math.Clamp(_length - offset, 0, buffer.Length);
        _bytes.AsSpan((int)Math.Min(offset, _length), count).CopyTo(buffer);
        return count;
    }

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        files.TakeSpace(offset + data.Length - _length);
        if (!files.Step()) data = data[..(data.Length / 2)];
        Put(offset, data.ToArray());
        files.ThrowWhenOver();
    }

    public void Flush()
    {
        bool whole = files.Step();
        if (whole)
        {
            _durable = Content;
            _pending.Clear();
        }

        files.ThrowWhenOver();
    }

    /// <summary>A hole reads as zeros; that something else is there afterwards is more to stumble over.</summary>
    public void Discard(long offset, long length)
    {
        var rubbish = new byte[Math.Max(0, Math.Min(length, _length - offset))];
        rubbish.AsSpan().Fill(0xDD);
        Put(offset, rubbish);
    }

    /// <summary>Of what was not flushed each write arrived, or did not, or in part.</summary>
    public void LosePower(Random random)
    {
        Content = _durable;
        foreach ((long offset, byte[] data) in _pending.ToArray())
        {
            switch (random.Next(3))
            {
                case 0:
                    Apply(offset, data);
                    break;
                case 1:
                    for (int at = 0; at < data.Length; at += Sector)
                        if (random.Next(2) == 0) Apply(offset + at, data.AsSpan(at, Math.Min(Sector, data.Length - at)));
                    break;
            }
        }

        _durable = Content;
        _pending.Clear();
    }

    public void Dispose()
    {
    }

    private void Put(long offset, byte[] data)
    {
        Apply(offset, data);
        _pending.Add((offset, data));
    }

    private void Apply(long offset, ReadOnlySpan<byte> data)
    {
        int end = (int)offset + data.Length;
        if (end > _bytes.Length) Array.Resize(ref _bytes, Math.Max(end, 2 * _bytes.Length));
        data.CopyTo(_bytes.AsSpan((int)offset));
        _length = Math.Max(_length, end);
    }
}
