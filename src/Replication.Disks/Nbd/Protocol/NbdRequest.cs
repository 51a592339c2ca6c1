using System.Buffers.Binary;

namespace Replication.Disks.Nbd;

/// <summary>The 28 bytes of a request, as they stand; nothing is checked yet.</summary>
/// <param name="Flags">How it is to be done.</param>
/// <param name="Command">What is to be done; any number that a peer may send.</param>
/// <param name="Cookie">The client's name of the request, repeated by its reply.</param>
/// <param name="Offset">First byte of the range.</param>
/// <param name="Length">Bytes of the range; with a write, of the payload that follows.</param>
internal readonly record struct NbdRequest(NbdCommandFlags Flags, NbdCommand Command, ulong Cookie, ulong Offset, uint Length)
{
    /// <summary>Null when the bytes are no request: the stream is out of step and nothing behind them can be trusted.</summary>
    public static NbdRequest? ReadFrom(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt32BigEndian(source) != NbdMagic.Request
        ? null
        : new NbdRequest(
            (NbdCommandFlags)BinaryPrimitives.ReadUInt16BigEndian(source[4..]),
            (NbdCommand)BinaryPrimitives.ReadUInt16BigEndian(source[6..]),
            BinaryPrimitives.ReadUInt64BigEndian(source[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(source[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[24..]));

    public void WriteTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, NbdMagic.Request);
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], (ushort)Flags);
        BinaryPrimitives.WriteUInt16BigEndian(target[6..], (ushort)Command);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], Cookie);
        BinaryPrimitives.WriteUInt64BigEndian(target[16..], Offset);
        BinaryPrimitives.WriteUInt32BigEndian(target[24..], Length);
    }
}
