using System.Buffers.Binary;
using System.Text;
using Replication.Disks.Nbd;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Nbd;

/// <summary>The server's side of the negotiation, byte by byte.</summary>
public sealed class NbdServerNegotiationTests
{
    private const uint ExportName = 1, Abort = 2, List = 3, StartTls = 5, Info = 6, Go = 7, Structured = 8, ListContext = 9, SetContext = 10;
    private const uint Ack = 1, Server = 2, InfoReply = 3, Context = 4;
    private const uint Unsupported = 0x80000001, Policy = 0x80000002, Invalid = 0x80000003, TlsRequired = 0x80000005, Unknown = 0x80000006, TooBig = 0x80000009;
    private const ushort ReadOnlyFlags = 1 | 2 | 0x100;

    private readonly NbdExports _exports = new();

    public NbdServerNegotiationTests()
    {
        _exports.Add("disk", new NbdExport(new PatternDisk(4096)) { Description = "a disk" });
        _exports.Add("other", new NbdExport(new PatternDisk(8192)));
    }

    [Fact]
    public void Greeting_offers_fixed_newstyle_without_zeroes() =>
        Assert.Equal((byte[])WireBytes.Greeting(), new NbdServerNegotiation(_exports, false, false).TakeOutput());

    [Theory]
    [InlineData(3, 10)]
    [InlineData(1, 134)]
    public void Export_by_name_is_padded_for_those_who_expect_it(uint clientFlags, int size)
    {
        NbdServerNegotiation negotiation = Greeted(clientFlags);

        Assert.Equal(NbdServerStep.Transmission, Feed(negotiation, WireBytes.Option(ExportName, "disk"u8.ToArray())));

        Assert.Equal((byte[])new WireBytes().U64(4096).U16(ReadOnlyFlags).Raw(new byte[size - 10]), negotiation.TakeOutput());
        Assert.Equal("disk", negotiation.ExportName);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("disk\0")]
    public void Export_by_a_name_that_is_not_there_ends_the_connection(string name) =>
        Assert.Equal(NbdServerStep.Close, Feed(Greeted(), WireBytes.Option(ExportName, Encoding.UTF8.GetBytes(name))));

    [Fact]
    public void Unknown_flags_or_a_wrong_magic_number_end_the_connection()
    {
        Assert.Equal(NbdServerStep.Close, Feed(new NbdServerNegotiation(_exports, false, false), new WireBytes().U32(4)));
        Assert.Equal(NbdServerStep.Close, Feed(new NbdServerNegotiation(_exports, false, false), new WireBytes().U32(0x10003)));
        Assert.Equal(NbdServerStep.Close, Feed(Greeted(), Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n")));
    }

    [Fact]
    public void List_has_names_and_descriptions()
    {
        NbdServerNegotiation negotiation = Greeted();
        Feed(negotiation, WireBytes.Option(List, []));

        Assert.Equal(
            (byte[])new WireBytes().Raw(WireBytes.OptionReply(List, Server, WireBytes.Named("disk").Text("a disk")))
                .Raw(WireBytes.OptionReply(List, Server, WireBytes.Named("other"))).Raw(WireBytes.OptionReply(List, Ack, [])),
            negotiation.TakeOutput());
    }

    [Fact]
    public void Go_tells_what_was_asked_for_and_opens()
    {
        NbdServerNegotiation negotiation = Greeted();
        Feed(negotiation, WireBytes.Option(Structured, []));
        negotiation.TakeOutput();

        Assert.Equal(NbdServerStep.Continue, Feed(negotiation, WireBytes.Option(Info, WireBytes.Named("disk").U16(0))));
        Assert.Equal([(InfoReply, 12), (InfoReply, 14), (Ack, 0)], Replies(negotiation));
        Assert.Equal(NbdServerStep.Transmission, Feed(negotiation, WireBytes.Option(Go, WireBytes.Named("disk").U16(3).U16(1).U16(2).U16(3))));

        byte[] output = negotiation.TakeOutput();
        Assert.Equal((byte[])WireBytes.OptionReply(Go, InfoReply, new WireBytes().U16(0).U64(4096).U16(ReadOnlyFlags | 0x80)), output[..32]);
        Assert.Equal((byte[])WireBytes.OptionReply(Go, InfoReply, new WireBytes().U16(3).U32(1).U32(4096).U32(32 << 20)), output[32..66]);
        Assert.Contains("disk", Encoding.UTF8.GetString(output), StringComparison.Ordinal);
        Assert.Contains("a disk", Encoding.UTF8.GetString(output), StringComparison.Ordinal);
        Assert.True(negotiation.StructuredReplies);
        Assert.Empty(negotiation.Contexts);
    }

    [Fact]
    public void Chosen_context_counts_for_its_export_alone()
    {
        byte[] choose = WireBytes.Option(SetContext, WireBytes.Named("disk").U32(2).Raw(WireBytes.Named("base:allocation")).Raw(WireBytes.Named("qemu:x")));
        NbdServerNegotiation same = Greeted(), different = Greeted();
        foreach (NbdServerNegotiation negotiation in new[] { same, different })
        {
            Feed(negotiation, WireBytes.Option(Structured, []));
            negotiation.TakeOutput();
            Feed(negotiation, choose);
            Assert.Equal(
                (byte[])new WireBytes().Raw(WireBytes.OptionReply(SetContext, Context, new WireBytes().U32(1).Text("base:allocation")))
                    .Raw(WireBytes.OptionReply(SetContext, Ack, [])),
                negotiation.TakeOutput());
        }

        Feed(same, WireBytes.Option(Go, WireBytes.Named("disk").U16(0)));
        Feed(different, WireBytes.Option(Go, WireBytes.Named("other").U16(0)));

        Assert.Equal([new NbdContext(1, "base:allocation")], same.Contexts);
        Assert.Empty(different.Contexts);
    }

    [Fact]
    public void Failed_choice_of_contexts_takes_the_former_one_back()
    {
        NbdServerNegotiation negotiation = Greeted();
        Feed(negotiation, WireBytes.Option(Structured, []));
        Feed(negotiation, WireBytes.Option(SetContext, WireBytes.Named("disk").U32(1).Raw(WireBytes.Named("base:allocation"))));
        Feed(negotiation, WireBytes.Option(SetContext, WireBytes.Named("disk").U32(1)));
        Feed(negotiation, WireBytes.Option(Go, WireBytes.Named("disk").U16(0)));

        Assert.Empty(negotiation.Contexts);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("base:", true)]
    [InlineData("base:allocation", true)]
    [InlineData("base:other", false)]
    [InlineData("qemu:allocation-depth", false)]
    public void Contexts_are_listed_by_query(string query, bool found)
    {
        NbdServerNegotiation negotiation = Greeted();
        Feed(negotiation, WireBytes.Option(Structured, []));
        negotiation.TakeOutput();
        WireBytes data = WireBytes.Named("disk").U32(query is "" ? 0u : 1u);
        if (query is not "") data.Raw(WireBytes.Named(query));

        Feed(negotiation, WireBytes.Option(ListContext, data));

        Assert.Equal(found ? [(Context, 19), (Ack, 0)] : [(Ack, 0)], Replies(negotiation));
        Feed(negotiation, WireBytes.Option(Go, WireBytes.Named("disk").U16(0)));
        Assert.Empty(negotiation.Contexts);
    }

    public static TheoryData<string, uint, uint, byte[]> RefusedOptions => new()
    {
        { "no option 99", 99, Unsupported, [1, 2, 3] },
        { "no option 11", 11, Unsupported, [] },
        { "no data", List, Invalid, [1] },
        { "no data", Structured, Invalid, [1] },
        { "no data", StartTls, Invalid, [1] },
        { "no TLS", StartTls, Policy, [] },
        { "structured replies first", SetContext, Invalid, WireBytes.Named("disk").U32(0) },
        { "structured replies first", ListContext, Invalid, WireBytes.Named("disk").U32(0) },
        { "name cannot be read", Go, Invalid, [0, 0, 0] },
        { "name cannot be read", Go, Invalid, new WireBytes().U32(5).Text("disk").U16(0) },
        { "name cannot be read", Info, Invalid, new WireBytes().U32(uint.MaxValue).Text("disk") },
        { "name cannot be read", Go, Invalid, new WireBytes().U32(1).Raw([0xFF]).U16(0) },
        { "name cannot be read", Go, Invalid, WireBytes.Named(new string('x', 4097)).U16(0) },
        { "does not fit", Go, Invalid, WireBytes.Named("disk").U16(1) },
        { "does not fit", Go, Invalid, WireBytes.Named("disk").U16(0).U16(0) },
        { "no export \"none\"", Go, Unknown, WireBytes.Named("none").U16(0) },
        { "no export \"\"", Info, Unknown, WireBytes.Named("").U16(0) },
    };

    [Theory]
    [MemberData(nameof(RefusedOptions))]
    public void Refused_option_has_a_text_and_the_negotiation_goes_on(string text, uint option, uint error, byte[] data)
    {
        NbdServerNegotiation negotiation = Greeted();

        Assert.Equal(NbdServerStep.Continue, Feed(negotiation, WireBytes.Option(option, data)));
        byte[] output = negotiation.TakeOutput();
        Assert.Equal(error, BinaryPrimitives.ReadUInt32BigEndian(output.AsSpan(12)));
        Assert.Contains(text, Encoding.UTF8.GetString(output), StringComparison.Ordinal);
        Assert.Equal(NbdServerStep.Transmission, Feed(negotiation, WireBytes.Option(Go, WireBytes.Named("disk").U16(0))));
    }

    public static TheoryData<byte[]> WrongContextQueries => new()
    {
        (byte[])WireBytes.Named("disk"),
        (byte[])WireBytes.Named("disk").U32(1),
        (byte[])WireBytes.Named("disk").U32(0).U32(0),
        (byte[])WireBytes.Named("disk").U32(1).Raw(WireBytes.Named("allocation")),
        (byte[])WireBytes.Named("disk").U32(uint.MaxValue).Raw(WireBytes.Named("base:allocation")),
    };

    [Theory]
    [MemberData(nameof(WrongContextQueries))]
    public void Query_of_contexts_that_cannot_be_read_is_refused(byte[] data)
    {
        NbdServerNegotiation negotiation = Greeted();
        Feed(negotiation, WireBytes.Option(Structured, []));
        negotiation.TakeOutput();

        Feed(negotiation, WireBytes.Option(SetContext, data));

        Assert.Equal(Invalid, Assert.Single(Replies(negotiation)).Reply);
    }

    [Fact]
    public void Second_agreement_on_structured_replies_is_refused()
    {
        NbdServerNegotiation negotiation = Greeted();
        Feed(negotiation, WireBytes.Option(Structured, []));
        Feed(negotiation, WireBytes.Option(Structured, []));

        Assert.Equal([Ack, Invalid], Replies(negotiation).Select(reply => reply.Reply));
    }

    [Fact]
    public void Oversized_option_is_refused_before_its_data_is_awaited()
    {
        NbdServerNegotiation negotiation = Greeted();

        Assert.Equal(NbdServerStep.Close, Feed(negotiation, new WireBytes().Text("IHAVEOPT").U32(Go).U32(65537)));

        Assert.Equal(TooBig, Assert.Single(Replies(negotiation)).Reply);
    }

    [Fact]
    public void Abort_is_acknowledged()
    {
        NbdServerNegotiation negotiation = Greeted();
        Assert.Equal(NbdServerStep.Close, Feed(negotiation, WireBytes.Option(Abort, [])));
        Assert.Equal((Ack, 0), Assert.Single(Replies(negotiation)));
    }

    [Fact]
    public void Nothing_is_told_before_the_TLS_that_is_required()
    {
        NbdServerNegotiation negotiation = Greeted(tls: true);
        foreach (uint option in (uint[])[List, Info, Go, Structured, ListContext, SetContext, 99])
        {
            Feed(negotiation, WireBytes.Option(option, WireBytes.Named("disk").U16(0)));
            Assert.Equal(TlsRequired, Assert.Single(Replies(negotiation)).Reply);
        }

        Assert.Equal(NbdServerStep.Close, Feed(Greeted(tls: true), WireBytes.Option(ExportName, "disk"u8.ToArray())));
        Assert.Equal(NbdServerStep.StartTls, Feed(negotiation, WireBytes.Option(StartTls, [])));
        negotiation.TlsStarted();
        negotiation.TakeOutput();
        Feed(negotiation, WireBytes.Option(StartTls, []));
        Assert.Equal(Invalid, Assert.Single(Replies(negotiation)).Reply);
        Assert.Equal(NbdServerStep.Transmission, Feed(negotiation, WireBytes.Option(Go, WireBytes.Named("disk").U16(0))));
    }

    [Fact]
    public void What_was_agreed_on_in_clear_is_forgotten_with_TLS()
    {
        var negotiation = new NbdServerNegotiation(_exports, tlsOffered: true, tlsRequired: false);
        Feed(negotiation, new WireBytes().U32(3));
        Feed(negotiation, WireBytes.Option(Structured, []));
        Feed(negotiation, WireBytes.Option(SetContext, WireBytes.Named("disk").U32(1).Raw(WireBytes.Named("base:allocation"))));
        Feed(negotiation, WireBytes.Option(StartTls, []));
        negotiation.TlsStarted();
        Feed(negotiation, WireBytes.Option(Go, WireBytes.Named("disk").U16(0)));

        Assert.False(negotiation.StructuredReplies);
        Assert.Empty(negotiation.Contexts);
    }

    [Fact]
    public async Task Export_that_was_taken_away_is_not_there()
    {
        await _exports.RemoveAsync("disk");
        NbdServerNegotiation negotiation = Greeted();

        Feed(negotiation, WireBytes.Option(Go, WireBytes.Named("disk").U16(0)));

        Assert.Equal(Unknown, Assert.Single(Replies(negotiation)).Reply);
    }

    private NbdServerNegotiation Greeted(uint clientFlags = 3, bool tls = false)
    {
        var negotiation = new NbdServerNegotiation(_exports, tls, tls);
        negotiation.TakeOutput();
        Feed(negotiation, new WireBytes().U32(clientFlags));
        return negotiation;
    }

    private static NbdServerStep Feed(NbdServerNegotiation negotiation, byte[] bytes)
    {
        var step = NbdServerStep.Continue;
        int position = 0;
        do
        {
            int count = negotiation.Needed;
            step = negotiation.Feed(bytes.AsSpan(position, count));
            position += count;
        }
        while (step == NbdServerStep.Continue && (position < bytes.Length || negotiation.Needed == 0));
        return step;
    }

    private static List<(uint Reply, int Length)> Replies(NbdServerNegotiation negotiation)
    {
        ReadOnlySpan<byte> output = negotiation.TakeOutput();
        var replies = new List<(uint, int)>();
        while (!output.IsEmpty)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(output[16..]);
            replies.Add((BinaryPrimitives.ReadUInt32BigEndian(output[12..]), length));
            output = output[(20 + length)..];
        }

        return replies;
    }
}
