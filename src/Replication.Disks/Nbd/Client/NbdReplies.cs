using System.Buffers.Binary;
using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>
/// What a server sends in the transmission phase, on bytes alone. It says how many bytes it needs, or names the memory that
/// the next bytes belong in (the payload of a read, without a copy). Whatever does not belong to a request that was sent, in the way
/// and to the extent that the request allows, is a violation: then the bytes behind it mean nothing, and the connection ends.
/// </summary>
internal sealed class NbdReplies(NbdAddress address, bool structured, IReadOnlyDictionary<uint, string> contexts, Func<ulong, NbdPending?> find)
{
    private const int OffsetSize = sizeof(ulong);
    private const int HoleSize = OffsetSize + sizeof(uint);
    private const int ErrorSize = sizeof(uint) + sizeof(ushort);
    private const int DescriptorSize = 2 * sizeof(uint);

    private readonly byte[] _head = new byte[NbdLimits.StructuredReplySize];
    private State _state = State.Head;
    private NbdChunkHeader _chunk;
    private NbdPending? _pending;

    private enum State
    {
        Head,
        ChunkLength,
        DataOffset,
        Payload,
        ChunkBody,
    }

    /// <summary>Bytes to receive for the next <see cref="Feed"/>; zero while <see cref="Destination"/> is to be filled.</summary>
    public int Needed { get; private set; } = NbdLimits.SimpleReplySize;

    /// <summary>To be filled, followed by <see cref="Filled"/>.</summary>
    public Memory<byte> Destination { get; private set; }

    /// <summary>Returns the request whose reply is complete with these bytes, if one is.</summary>
    public NbdPending? Feed(ReadOnlySpan<byte> input)
    {
        if (input.Length != Needed) throw new ArgumentException($"{Needed} bytes are needed.", nameof(input));
        switch (_state)
        {
            case State.Head:
                return ReadHead(input);
            case State.ChunkLength:
                input.CopyTo(_head.AsSpan(NbdLimits.SimpleReplySize));
                return BeginChunk(NbdChunkHeader.ReadFrom(_head));
            case State.DataOffset:
                BeginData(BinaryPrimitives.ReadUInt64BigEndian(input), _chunk.Length - OffsetSize);
                return null;
            default:
                ReadBody(input);
                return EndChunk();
        }
    }

    /// <summary>As <see cref="Feed"/>, for <see cref="Destination"/>.</summary>
    public NbdPending? Filled()
    {
        Destination = default;
        return EndChunk();
    }

    private NbdPending? ReadHead(ReadOnlySpan<byte> input)
    {
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(input);
        ulong cookie = BinaryPrimitives.ReadUInt64BigEndian(input[8..]);
        if (magic == NbdMagic.StructuredReply && structured)
        {
            input.CopyTo(_head);
            Need(State.ChunkLength, sizeof(uint));
            return null;
        }

        if (magic != NbdMagic.SimpleReply) throw Violation("A reply has a wrong magic number.");
        _pending = Find(cookie);
        NbdCommand command = _pending.Request.Command;
        // The only flag of a simple reply that matters is that it is the whole reply.
        _chunk = new NbdChunkHeader(true, NbdChunkType.None, cookie, 0);
        uint error = BinaryPrimitives.ReadUInt32BigEndian(input[4..]);
        if (command is NbdCommand.Read or NbdCommand.BlockStatus && structured && (error == 0 || command == NbdCommand.Read))
        {
            throw Violation("A request that wants a structured reply got a simple one.");
        }

        if (error != 0) Fail(error, "", (long)_pending.Request.Offset);
        if (error != 0 || command != NbdCommand.Read) return EndChunk();
        BeginData(_pending.Request.Offset, _pending.Request.Length);
        return null;
    }

    private NbdPending? BeginChunk(NbdChunkHeader chunk)
    {
        _chunk = chunk;
        _pending = Find(chunk.Cookie);
        if (chunk.IsError)
        {
            int fixedPart = chunk.Type == NbdChunkType.ErrorOffset ? ErrorSize + OffsetSize : ErrorSize;
            NeedBody(chunk, chunk.Length >= fixedPart && chunk.Length <= fixedPart + NbdLimits.MaxText);
            return null;
        }

        switch (chunk.Type)
        {
            case NbdChunkType.None:
                if (chunk.Length != 0 || !chunk.Done) throw Violation("An empty chunk is not empty, or not the last.");
                return EndChunk();
            case NbdChunkType.OffsetData when _pending.Request.Command == NbdCommand.Read:
                if (chunk.Length <= OffsetSize) throw Violation($"A chunk of data has {chunk.Length} bytes.");
                Need(State.DataOffset, OffsetSize);
                return null;
            case NbdChunkType.OffsetHole when _pending.Request.Command == NbdCommand.Read:
                NeedBody(chunk, chunk.Length == HoleSize);
                return null;
            case NbdChunkType.BlockStatus when _pending.Request.Command == NbdCommand.BlockStatus:
                long descriptors = (chunk.Length - (long)sizeof(uint)) / DescriptorSize;
                bool whole = chunk.Length == sizeof(uint) + (descriptors * DescriptorSize);
                bool one = _pending.Request.Flags.HasFlag(NbdCommandFlags.RequestOne);
                NeedBody(chunk, whole && descriptors is > 0 and <= NbdLimits.MaxStatusDescriptors && (!one || descriptors == 1));
                return null;
            default:
                throw Violation($"A chunk of type {(uint)chunk.Type} is no answer to {_pending.Request.Command}.");
        }
    }

    private void BeginData(ulong offset, uint length)
    {
        ulong start = offset - _pending!.Request.Offset;
        if (offset < _pending.Request.Offset || start > int.MaxValue || (length > 0 && !_pending.Coverage.TryAdd((long)start, length)))
        {
            throw Violation($"{length} bytes at {offset} were not asked for, or came before.");
        }

        Need(State.Payload, 0);
        Destination = _pending.Destination.Slice((int)start, (int)length);
    }

    private void ReadBody(ReadOnlySpan<byte> body)
    {
        if (_chunk.IsError) ReadError(body);
        else if (_chunk.Type == NbdChunkType.OffsetHole) ReadHole(body);
        else ReadStatus(body);
    }

    private void ReadHole(ReadOnlySpan<byte> body)
    {
        ulong offset = BinaryPrimitives.ReadUInt64BigEndian(body);
        BeginData(offset, BinaryPrimitives.ReadUInt32BigEndian(body[OffsetSize..]));
        if (Destination.IsEmpty) throw Violation("A hole has no length.");
        Destination.Span.Clear();
        Destination = default;
    }

    private void ReadError(ReadOnlySpan<byte> body)
    {
        uint error = BinaryPrimitives.ReadUInt32BigEndian(body);
        int text = BinaryPrimitives.ReadUInt16BigEndian(body[sizeof(uint)..]);
        int behind = body.Length - ErrorSize - text;
        bool hasOffset = _chunk.Type == NbdChunkType.ErrorOffset;
        if (error == 0 || behind < 0 || (hasOffset && behind != OffsetSize)) throw Violation("An error cannot be read.");
        long offset = (long)_pending!.Request.Offset;
        if (hasOffset)
        {
            ulong at = BinaryPrimitives.ReadUInt64BigEndian(body[^OffsetSize..]);
            if (at < _pending.Request.Offset || at - _pending.Request.Offset >= _pending.Request.Length) throw Violation("An error lies outside the request.");
            offset = (long)at;
        }

        Fail(error, NbdText.ForPeople(body.Slice(ErrorSize, text)), offset);
    }

    private void ReadStatus(ReadOnlySpan<byte> body)
    {
        uint context = BinaryPrimitives.ReadUInt32BigEndian(body);
        if (!contexts.ContainsKey(context)) throw Violation($"Block status of the context {context}, which was not agreed on.");
        long offset = (long)_pending!.Request.Offset, end = offset + _pending.Request.Length;
        var extents = new List<NbdExtent>((body.Length - sizeof(uint)) / DescriptorSize);
        for (body = body[sizeof(uint)..]; !body.IsEmpty; body = body[DescriptorSize..])
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(body);
            if (length == 0 || offset >= end) throw Violation("Block status has an empty range, or goes on behind the end of the request.");
            // The last one may say more than was asked; only what was asked is used.
            extents.Add(new NbdExtent(offset, Math.Min(length, end - offset), BinaryPrimitives.ReadUInt32BigEndian(body[sizeof(uint)..])));
            offset += length;
        }

        if (!_pending.Extents.TryAdd(context, extents)) throw Violation($"Block status of the context {context} came twice.");
    }

    private NbdPending? EndChunk()
    {
        Need(State.Head, NbdLimits.SimpleReplySize);
        if (!_chunk.Done) return null;
        NbdPending pending = _pending!;
        _pending = null;
        if (pending.Failure is not null) return pending;
        if (!pending.Coverage.IsComplete) throw Violation("A read is told complete, and bytes are missing.");
        if (pending.Request.Command == NbdCommand.BlockStatus && pending.Extents.Count != contexts.Count) throw Violation("Block status lacks a context.");
        return pending;
    }

    private NbdPending Find(ulong cookie) => find(cookie) ?? throw Violation("A reply belongs to no request.");

    private void Fail(uint error, string text, long offset) => _pending!.Failure ??= ((NbdErrno)error, text, offset);

    private void NeedBody(NbdChunkHeader chunk, bool sane)
    {
        if (!sane) throw Violation($"A chunk of type {(uint)chunk.Type} has {chunk.Length} bytes.");
        Need(State.ChunkBody, (int)chunk.Length);
    }

    private void Need(State state, int count)
    {
        _state = state;
        Needed = count;
    }

    private DiskImageException Violation(string found) => NbdErrors.Protocol(address, found, (long?)_pending?.Request.Offset);
}
