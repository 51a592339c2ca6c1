using Replication.Core.Errors;
using Replication.Disks.Nbd;

namespace Replication.Disks.Tests.Nbd;

/// <summary>What a client makes of the replies of a server, byte by byte.</summary>
public sealed class NbdRepliesTests
{
    private const ushort None = 0, DataChunk = 1, Hole = 2, Status = 5, Error = 0x8001, ErrorOffset = 0x8002;
    private const ulong Cookie = 7, Offset = 1000;
    private const uint ContextId = 3;

    private readonly Dictionary<ulong, NbdPending> _pending = [];

    [Fact]
    public void Simple_read_goes_into_the_memory_of_its_request()
    {
        NbdPending read = Ask(NbdCommand.Read, 4);

        Assert.Same(read, Feed(Replies(structured: false), WireBytes.Simple(Cookie, 0, [1, 2, 3, 4])));

        Assert.Equal<byte>([1, 2, 3, 4], read.Destination.ToArray());
        Assert.Null(read.Failure);
    }

    [Fact]
    public void Pieces_and_holes_in_any_order_make_up_a_read()
    {
        NbdPending read = Ask(NbdCommand.Read, 6);
        read.Destination.Span.Fill(9);
        NbdReplies replies = Replies();

        Assert.Null(Feed(replies, WireBytes.Data(Cookie, false, Offset + 4, [5, 6])));
        Assert.Equal(16, replies.Needed);
        Assert.Null(Feed(replies, WireBytes.Data(Cookie, false, Offset, [1])));
        Assert.Same(read, Feed(replies, WireBytes.Chunk(Cookie, Hole, true, new WireBytes().U64(Offset + 1).U32(3))));

        Assert.Equal<byte>([1, 0, 0, 0, 5, 6], read.Destination.ToArray());
    }

    [Fact]
    public void Error_is_kept_with_its_text_and_place_until_the_reply_ends()
    {
        NbdPending read = Ask(NbdCommand.Read, 512);
        NbdReplies replies = Replies();

        Assert.Null(Feed(replies, WireBytes.Chunk(Cookie, ErrorOffset, false, new WireBytes().U32(5).U16(3).Text("bad").U64(Offset + 100))));
        Assert.Same(read, Feed(replies, WireBytes.Chunk(Cookie, None, true, [])));

        Assert.Equal((NbdErrno.InputOutput, "bad", (long)Offset + 100), read.Failure);
    }

    [Fact]
    public void Error_of_a_kind_that_is_not_known_is_an_error()
    {
        NbdPending read = Ask(NbdCommand.Read, 512);

        Feed(Replies(), WireBytes.Chunk(Cookie, 0x8FFF, true, new WireBytes().U32(12).U16(0).U32(1234)));

        Assert.Equal(NbdErrno.OutOfMemory, read.Failure!.Value.Error);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(28)]
    public void Simple_error_ends_a_write(uint error)
    {
        NbdPending write = Ask(NbdCommand.Write, 512);

        Assert.Same(write, Feed(Replies(), WireBytes.Simple(Cookie, error, [])));

        Assert.Equal((NbdErrno)error, write.Failure!.Value.Error);
    }

    [Fact]
    public void Block_status_is_cut_to_what_was_asked()
    {
        NbdPending status = Ask(NbdCommand.BlockStatus, 100);

        Assert.Same(status, Feed(Replies(), WireBytes.Chunk(Cookie, Status, true, new WireBytes().U32(ContextId).U32(60).U32(0).U32(1000).U32(3))));

        Assert.Equal([new NbdExtent((long)Offset, 60, 0), new NbdExtent((long)Offset + 60, 40, 3)], status.Extents[ContextId]);
    }

    public static TheoryData<string, bool, byte[]> WrongReadReplies => new()
    {
        { "magic", true, new WireBytes().U32(0x12345678).Raw(new byte[12]) },
        { "magic", false, new WireBytes().U32(0x668E33EF).Raw(new byte[12]) },
        { "no request", true, WireBytes.Data(8, true, Offset, new byte[8]) },
        { "no request", false, WireBytes.Simple(8, 0, []) },
        { "structured reply", true, WireBytes.Simple(Cookie, 0, new byte[8]) },
        { "structured reply", true, WireBytes.Simple(Cookie, 5, []) },
        { "not asked for", true, WireBytes.Data(Cookie, true, Offset - 1, new byte[8]) },
        { "not asked for", true, WireBytes.Data(Cookie, true, Offset, new byte[9]) },
        { "not asked for", true, WireBytes.Data(Cookie, true, ulong.MaxValue, new byte[1]) },
        { "not asked for", true, WireBytes.Data(Cookie, true, 0, new byte[8]) },
        { "not asked for", true, WireBytes.Chunk(Cookie, Hole, true, new WireBytes().U64(Offset).U32(uint.MaxValue)) },
        { "no length", true, WireBytes.Chunk(Cookie, Hole, true, new WireBytes().U64(Offset).U32(0)) },
        {
            "came before", true,
            new WireBytes().Raw(WireBytes.Data(Cookie, false, Offset, new byte[5])).Raw(WireBytes.Data(Cookie, true, Offset + 4, new byte[4]))
        },
        { "bytes are missing", true, WireBytes.Data(Cookie, true, Offset, new byte[7]) },
        { "bytes are missing", true, WireBytes.Chunk(Cookie, None, true, []) },
        { "empty chunk", true, WireBytes.Chunk(Cookie, None, false, []) },
        { "empty chunk", true, WireBytes.Chunk(Cookie, None, true, [1]) },
        { "has 8 bytes", true, WireBytes.Chunk(Cookie, DataChunk, true, new byte[8]) },
        { "has 11 bytes", true, WireBytes.Chunk(Cookie, Hole, true, new byte[11]) },
        { "no answer to Read", true, WireBytes.Chunk(Cookie, Status, true, new byte[12]) },
        { "no answer to Read", true, WireBytes.Chunk(Cookie, 77, true, []) },
        { "has 5 bytes", true, WireBytes.Chunk(Cookie, Error, true, new byte[5]) },
        { "has 4103 bytes", true, WireBytes.Chunk(Cookie, Error, true, new byte[4103]) },
        { "cannot be read", true, WireBytes.Chunk(Cookie, Error, true, new WireBytes().U32(0).U16(0)) },
        { "cannot be read", true, WireBytes.Chunk(Cookie, Error, true, new WireBytes().U32(5).U16(1)) },
        { "outside", true, WireBytes.Chunk(Cookie, ErrorOffset, true, new WireBytes().U32(5).U16(0).U64(Offset + 8)) },
        { "outside", true, WireBytes.Chunk(Cookie, ErrorOffset, true, new WireBytes().U32(5).U16(0).U64(Offset - 1)) },
    };

    [Theory]
    [MemberData(nameof(WrongReadReplies))]
    public void Reply_that_a_read_of_8_bytes_cannot_have_is_refused(string reason, bool structured, byte[] reply)
    {
        Ask(NbdCommand.Read, 8);
        AssertViolation(reason, () => Feed(Replies(structured), reply));
    }

    public static TheoryData<string, byte[]> WrongStatusReplies => new()
    {
        { "not agreed on", Descriptors(4, (10, 0)) },
        { "empty range", Descriptors(ContextId, (0, 0)) },
        { "behind the end", Descriptors(ContextId, (100, 0), (1, 0)) },
        { "has 4 bytes", Descriptors(ContextId) },
        { "has 11 bytes", WireBytes.Chunk(Cookie, Status, true, new byte[11]) },
        {
            "came twice",
            new WireBytes().Raw(WireBytes.Chunk(Cookie, Status, false, new WireBytes().U32(ContextId).U32(1).U32(0))).Raw(Descriptors(ContextId, (1, 0)))
        },
        { "lacks a context", WireBytes.Chunk(Cookie, None, true, []) },
        { "no answer", WireBytes.Data(Cookie, true, Offset, [1]) },
        { "structured reply", WireBytes.Simple(Cookie, 0, []) },
        { "has 8388620 bytes", new WireBytes().U32(0x668E33EF).U16(1).U16(Status).U64(Cookie).U32(4 + (8 * ((1 << 20) + 1))) },
    };

    [Theory]
    [MemberData(nameof(WrongStatusReplies))]
    public void Block_status_that_contradicts_the_question_is_refused(string reason, byte[] reply)
    {
        Ask(NbdCommand.BlockStatus, 100);
        AssertViolation(reason, () => Feed(Replies(), reply));
    }

    /// <summary>Whatever is changed, it is a reply or a violation, and stays inside the memory of the request.</summary>
    [Fact]
    public void Damaged_stream_never_ends_in_anything_but_a_refusal()
    {
        byte[][] streams =
        [
            new WireBytes().Raw(WireBytes.Data(Cookie, false, Offset, new byte[5]))
                .Raw(WireBytes.Chunk(Cookie, Hole, true, new WireBytes().U64(Offset + 5).U32(3))),
            WireBytes.Chunk(Cookie, ErrorOffset, true, new WireBytes().U32(5).U16(3).Text("bad").U64(Offset)),
            WireBytes.Simple(Cookie, 5, []),
        ];
        int refused = 0;
        var random = new Random(9);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. streams[round % streams.Length]];
            for (int changes = random.Next(1, 4); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            _pending[Cookie] = new NbdPending(new NbdRequest(NbdCommandFlags.None, NbdCommand.Read, Cookie, Offset, 8), new byte[8]);
            try
            {
                FeedWhileThereIs(Replies(round % 2 == 0), bytes);
            }
            catch (DiskImageException e)
            {
                Assert.Equal(NbdErrorIds.NbdProtocolViolation, e.ErrorId);
                refused++;
            }
        }

        Assert.InRange(refused, 10_000, 19_999);
    }

    [Fact]
    public void Content_is_no_answer_to_a_write()
    {
        Ask(NbdCommand.Write, 8);
        AssertViolation("no answer to Write", () => Feed(Replies(), WireBytes.Data(Cookie, true, Offset, new byte[8])));
    }

    private static byte[] Descriptors(uint context, params (uint Length, uint Status)[] descriptors)
    {
        var body = new WireBytes().U32(context);
        foreach ((uint length, uint status) in descriptors) body.U32(length).U32(status);
        return WireBytes.Chunk(Cookie, Status, true, body);
    }

    private NbdPending Ask(NbdCommand command, int length) => _pending[Cookie] = new NbdPending(
        new NbdRequest(NbdCommandFlags.None, command, Cookie, Offset, (uint)length), command == NbdCommand.Read ? new byte[length] : default);

    private NbdReplies Replies(bool structured = true) => new(
        NbdAddress.Tcp("h"), structured, new Dictionary<uint, string> { [ContextId] = "base:allocation" }, cookie => _pending.GetValueOrDefault(cookie));

    /// <summary>All of the bytes, to wherever they are wanted.</summary>
    private static NbdPending? Feed(NbdReplies replies, byte[] bytes)
    {
        NbdPending? complete = null;
        for (int position = 0; position < bytes.Length;)
        {
            Assert.Null(complete);
            int count = replies.Destination.IsEmpty ? replies.Needed : replies.Destination.Length;
            if (!replies.Destination.IsEmpty)
            {
                bytes.AsMemory(position, count).CopyTo(replies.Destination);
                complete = replies.Filled();
            }
            else
            {
                complete = replies.Feed(bytes.AsSpan(position, count));
            }

            position += count;
        }

        return complete;
    }

    /// <summary>Until the reply is complete or more is wanted than there is.</summary>
    private static void FeedWhileThereIs(NbdReplies replies, ReadOnlySpan<byte> bytes)
    {
        NbdPending? complete = null;
        while (complete is null)
        {
            int count = replies.Destination.IsEmpty ? replies.Needed : replies.Destination.Length;
            if (count > bytes.Length) return;
            complete = replies.Destination.IsEmpty ? replies.Feed(bytes[..count]) : replies.Filled();
            bytes = bytes[count..];
        }
    }

    private static void AssertViolation(string reason, Action action)
    {
        var error = Assert.Throws<DiskImageException>(action);
        Assert.Equal(NbdErrorIds.NbdProtocolViolation, error.ErrorId);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
