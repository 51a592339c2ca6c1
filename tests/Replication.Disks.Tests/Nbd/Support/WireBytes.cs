using System.Buffers.Binary;
using System.Text;

namespace Replication.Disks.Tests.Nbd;

/// <summary>Big-endian messages, put together from the protocol's document and not by the code under test.</summary>
internal sealed class WireBytes
{
    private readonly MemoryStream _bytes = new();

    public static implicit operator byte[](WireBytes wire) => wire._bytes.ToArray();

    public static WireBytes Greeting(ushort flags = 3) => new WireBytes().Text("NBDMAGICIHAVEOPT").U16(flags);

    public static WireBytes Option(uint option, byte[] data) => new WireBytes().Text("IHAVEOPT").U32(option).U32((uint)data.Length).Raw(data);

    public static WireBytes OptionReply(uint option, uint reply, byte[] data) =>
        new WireBytes().U64(0x3E889045565A9).U32(option).U32(reply).U32((uint)data.Length).Raw(data);

    public static WireBytes Request(ushort command, ulong offset, uint length, ushort flags = 0, ulong cookie = 7) =>
        new WireBytes().U32(0x25609513).U16(flags).U16(command).U64(cookie).U64(offset).U32(length);

    public static WireBytes Simple(ulong cookie, uint error, byte[] data) => new WireBytes().U32(0x67446698).U32(error).U64(cookie).Raw(data);

    public static WireBytes Chunk(ulong cookie, ushort type, bool done, byte[] data) =>
        new WireBytes().U32(0x668E33EF).U16((ushort)(done ? 1 : 0)).U16(type).U64(cookie).U32((uint)data.Length).Raw(data);

    public static WireBytes Data(ulong cookie, bool done, ulong offset, byte[] data) => Chunk(cookie, 1, done, new WireBytes().U64(offset).Raw(data));

    public static WireBytes Named(string name) => new WireBytes().U32((uint)Encoding.UTF8.GetByteCount(name)).Text(name);

    public WireBytes U16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return Raw(bytes);
    }

    public WireBytes U32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Raw(bytes);
    }

    public WireBytes U64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Raw(bytes);
    }

    public WireBytes Text(string text) => Raw(Encoding.UTF8.GetBytes(text));

    public WireBytes Raw(WireBytes bytes) => Raw((byte[])bytes);

    public WireBytes Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }
}
