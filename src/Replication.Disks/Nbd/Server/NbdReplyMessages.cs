using System.Buffers;
using System.Buffers.Binary;

namespace Replication.Disks.Nbd;

/// <summary>
/// Writes replies. Reads are structured where that was agreed on, as the protocol demands; errors then carry their text;
/// what succeeds without content is a simple reply in any case.
/// </summary>
internal static class NbdReplyMessages
{
    /// <summary>Bytes in front of the content of a read.</summary>
    public static int ReadPrefixSize(bool structured) =>
        structured ? NbdLimits.StructuredReplySize + sizeof(ulong) : NbdLimits.SimpleReplySize;

    /// <summary>The one chunk of a read of at least a byte.</summary>
    public static void WriteReadPrefix(Span<byte> target, NbdRequest request, bool structured)
    {
        if (!structured)
        {
            WriteSimple(target, request, NbdErrno.None);
            return;
        }

        new NbdChunkHeader(true, NbdChunkType.OffsetData, request.Cookie, request.Length + sizeof(ulong)).WriteTo(target);
        BinaryPrimitives.WriteUInt64BigEndian(target[NbdLimits.StructuredReplySize..], request.Offset);
    }

    public static byte[] Success(NbdRequest request, bool structured)
    {
        // A read of nothing has no content chunk; this is what is left of it.
        if (structured && request.Command == NbdCommand.Read) return Chunk(request, NbdChunkType.None, 0);
        var reply = new byte[NbdLimits.SimpleReplySize];
        WriteSimple(reply, request, NbdErrno.None);
        return reply;
    }

    public static byte[] Refusal(NbdRequest request, NbdRefusal refusal, bool structured)
    {
        if (!structured)
        {
            var simple = new byte[NbdLimits.SimpleReplySize];
            WriteSimple(simple, request, refusal.Error);
            return simple;
        }

        byte[] text = NbdText.Write(refusal.Text);
        byte[] reply = Chunk(request, NbdChunkType.Error, sizeof(uint) + sizeof(ushort) + text.Length);
        Span<byte> body = reply.AsSpan(NbdLimits.StructuredReplySize);
        BinaryPrimitives.WriteUInt32BigEndian(body, (uint)refusal.Error);
        BinaryPrimitives.WriteUInt16BigEndian(body[sizeof(uint)..], (ushort)text.Length);
        text.CopyTo(body[(sizeof(uint) + sizeof(ushort))..]);
        return reply;
    }

    /// <summary>A chunk for each context, one after the other.</summary>
    public static ReadOnlyMemory<byte> Status(NbdRequest request, IReadOnlyList<NbdStatus> found)
    {
        var chunks = new ArrayBufferWriter<byte>();
        for (int index = 0; index < found.Count; index++) chunks.Write(Status(request, found[index], isLast: index == found.Count - 1));
        return chunks.WrittenMemory;
    }

    private static byte[] Status(NbdRequest request, NbdStatus status, bool isLast)
    {
        const int DescriptorSize = 2 * sizeof(uint);
        byte[] reply = Chunk(request, NbdChunkType.BlockStatus, sizeof(uint) + (status.Extents.Count * DescriptorSize), isLast);
        Span<byte> body = reply.AsSpan(NbdLimits.StructuredReplySize);
        BinaryPrimitives.WriteUInt32BigEndian(body, status.Context);
        body = body[sizeof(uint)..];
        foreach (NbdExtent extent in status.Extents)
        {
            BinaryPrimitives.WriteUInt32BigEndian(body, (uint)extent.Length);
            BinaryPrimitives.WriteUInt32BigEndian(body[sizeof(uint)..], extent.Status);
            body = body[DescriptorSize..];
        }

        return reply;
    }

    private static byte[] Chunk(NbdRequest request, NbdChunkType type, int length, bool isLast = true)
    {
        var reply = new byte[NbdLimits.StructuredReplySize + length];
        new NbdChunkHeader(isLast, type, request.Cookie, (uint)length).WriteTo(reply);
        return reply;
    }

    private static void WriteSimple(Span<byte> target, NbdRequest request, NbdErrno error)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, NbdMagic.SimpleReply);
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], (uint)error);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], request.Cookie);
    }
}
