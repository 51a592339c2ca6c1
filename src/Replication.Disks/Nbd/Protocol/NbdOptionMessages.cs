using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Replication.Disks.Nbd;

/// <summary>Writes the messages of the negotiation.</summary>
internal static class NbdOptionMessages
{
    public static void WriteUInt16(this IBufferWriter<byte> output, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(sizeof(ushort)), value);
        output.Advance(sizeof(ushort));
    }

    public static void WriteUInt32(this IBufferWriter<byte> output, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(sizeof(uint)), value);
        output.Advance(sizeof(uint));
    }

    public static void WriteUInt64(this IBufferWriter<byte> output, ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(output.GetSpan(sizeof(ulong)), value);
        output.Advance(sizeof(ulong));
    }

    /// <summary>A string with its length before it.</summary>
    public static void WriteText(this IBufferWriter<byte> output, string text)
    {
        output.WriteUInt32((uint)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, output);
    }

    public static void WriteOption(this IBufferWriter<byte> output, NbdOption option, ReadOnlySpan<byte> data)
    {
        output.WriteUInt64(NbdMagic.Option);
        output.WriteUInt32((uint)option);
        output.WriteUInt32((uint)data.Length);
        output.Write(data);
    }

    public static void WriteOptionReply(this IBufferWriter<byte> output, uint option, NbdOptionReply reply, ReadOnlySpan<byte> data)
    {
        output.WriteUInt64(NbdMagic.OptionReply);
        output.WriteUInt32(option);
        output.WriteUInt32((uint)reply);
        output.WriteUInt32((uint)data.Length);
        output.Write(data);
    }
}
