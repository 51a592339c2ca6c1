namespace Replication.Agent.S3.Checksums;

/// <summary>A CRC in reflected form, all ones before and after: the shape of every CRC that S3 has.</summary>
internal sealed class ReflectedCrc
{
    private readonly ulong[] _table = new ulong[256];
    private readonly ulong _ones;
    private readonly int _bytes;
    private ulong _value;

    /// <param name="polynomial">Reflected.</param>
    /// <param name="bits">32 or 64.</param>
    public ReflectedCrc(ulong polynomial, int bits)
    {
        _ones = ulong.MaxValue >> (64 - bits);
        _bytes = bits / 8;
        _value = _ones;
        for (int i = 0; i < _table.Length; i++)
        {
            ulong entry = (ulong)i;
            for (int bit = 0; bit < 8; bit++) entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ polynomial;
            _table[i] = entry;
        }
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        ulong value = _value;
        foreach (byte next in data) value = _table[(byte)(value ^ next)] ^ (value >> 8);
        _value = value;
    }

    /// <summary>Big endian, as the headers carry it.</summary>
    public byte[] Finish()
    {
        ulong value = _value ^ _ones;
        var result = new byte[_bytes];
        for (int i = 0; i < _bytes; i++) result[i] = (byte)(value >> (8 * (_bytes - 1 - i)));
        return result;
    }
}
