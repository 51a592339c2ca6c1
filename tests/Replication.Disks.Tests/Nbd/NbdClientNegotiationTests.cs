using Replication.Core.Errors;
using Replication.Disks.Nbd;

namespace Replication.Disks.Tests.Nbd;

/// <summary>The client's side of the negotiation, byte by byte.</summary>
public sealed class NbdClientNegotiationTests
{
    private const uint Ack = 1, Info = 3, Context = 4;
    private const uint Unsupported = 0x80000001, TlsRequired = 0x80000005, Unknown = 0x80000006;
    private const uint StartTls = 5, Go = 7, Structured = 8, SetContext = 10;

    private static readonly NbdAddress Address = NbdAddress.Tcp("h", exportName: "disk");

    [Fact]
    public void Export_with_contexts_is_opened_and_everything_it_told_is_kept()
    {
        var negotiation = new NbdClientNegotiation(Address, ["base:allocation", "qemu:dirty-bitmap:b"]);
        Assert.Equal(NbdClientStep.Continue, Feed(negotiation, WireBytes.Greeting()));
        AssertBytes(new WireBytes().U32(3).Raw(WireBytes.Option(Structured, [])), negotiation.TakeOutput());
        Feed(negotiation, WireBytes.OptionReply(Structured, Ack, []));
        AssertBytes(
            WireBytes.Option(SetContext, WireBytes.Named("disk").U32(2).Raw(WireBytes.Named("base:allocation")).Raw(WireBytes.Named("qemu:dirty-bitmap:b"))),
            negotiation.TakeOutput());
        Feed(negotiation, WireBytes.OptionReply(SetContext, Context, new WireBytes().U32(9).Text("base:allocation")));
        Feed(negotiation, WireBytes.OptionReply(SetContext, Context, new WireBytes().U32(5).Text("somebody:else")));
        Feed(negotiation, WireBytes.OptionReply(SetContext, Ack, []));
        AssertBytes(WireBytes.Option(Go, WireBytes.Named("disk").U16(1).U16(3)), negotiation.TakeOutput());
        Feed(negotiation, WireBytes.OptionReply(Go, Info, new WireBytes().U16(0).U64(1 << 20).U16(0x10D)));
        Feed(negotiation, WireBytes.OptionReply(Go, Info, new WireBytes().U16(99).Text("whatever")));
        Feed(negotiation, WireBytes.OptionReply(Go, Info, new WireBytes().U16(3).U32(512).U32(65536).U32(uint.MaxValue)));

        Assert.Equal(NbdClientStep.Done, Feed(negotiation, WireBytes.OptionReply(Go, Ack, [])));

        Assert.Equal(
            new NbdExportInfo { Length = 1 << 20, Flags = (NbdExportFlags)0x10D, MinimumBlock = 512, PreferredBlock = 65536, MaximumPayload = 32 << 20 },
            negotiation.Export);
        Assert.True(negotiation.StructuredReplies);
        Assert.Equal("base:allocation", Assert.Single(negotiation.Contexts, pair => pair.Key == 9).Value);
        Assert.Single(negotiation.Contexts);
    }

    [Theory]
    [InlineData(3, 10)]
    [InlineData(1, 134)]
    public void Server_that_knows_no_options_is_opened_by_name(ushort flags, int answer)
    {
        NbdClientNegotiation negotiation = Greeted(flags);
        Feed(negotiation, WireBytes.OptionReply(Structured, Unsupported, []));
        Feed(negotiation, WireBytes.OptionReply(Go, Unsupported, []));
        AssertBytes(WireBytes.Option(1, "disk"u8.ToArray()), negotiation.TakeOutput()[^20..]);
        Assert.Equal(answer, negotiation.Needed);

        byte[] sizeAndFlags = new WireBytes().U64(4096).U16(3).Raw(new byte[answer - 10]);
        Assert.Equal(NbdClientStep.Done, negotiation.Feed(sizeAndFlags));

        Assert.Equal(4096, negotiation.Export!.Length);
        Assert.True(negotiation.Export.IsReadOnly);
        Assert.False(negotiation.StructuredReplies);
    }

    [Fact]
    public void TLS_comes_first_and_is_not_given_up()
    {
        var negotiation = new NbdClientNegotiation(Address with { Tls = true }, []);
        Feed(negotiation, WireBytes.Greeting());
        AssertBytes(WireBytes.Option(StartTls, []), negotiation.TakeOutput()[4..]);

        Assert.Equal(NbdClientStep.StartTls, Feed(negotiation, WireBytes.OptionReply(StartTls, Ack, [])));
        negotiation.TlsStarted();
        AssertBytes(WireBytes.Option(Structured, []), negotiation.TakeOutput());

        var refused = new NbdClientNegotiation(Address with { Tls = true }, []);
        Feed(refused, WireBytes.Greeting());
        var error = Assert.Throws<DiskImageException>(() => Feed(refused, WireBytes.OptionReply(StartTls, Unsupported, "not today"u8.ToArray())));
        Assert.Equal(NbdErrorIds.NbdTlsNotOffered, error.ErrorId);
        Assert.Contains("not today", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Structured, TlsRequired, NbdErrorIds.NbdTlsRequired)]
    [InlineData(Go, TlsRequired, NbdErrorIds.NbdTlsRequired)]
    [InlineData(Go, Unknown, NbdErrorIds.NbdExportNotFound)]
    [InlineData(Go, 0x80000002, NbdErrorIds.NbdServerRefused)]
    [InlineData(Go, 0x80000008, NbdErrorIds.NbdServerRefused)]
    public void Refusal_is_told_with_the_words_of_the_server(uint option, uint reply, string id)
    {
        NbdClientNegotiation negotiation = Greeted();
        if (option == Go) Feed(negotiation, WireBytes.OptionReply(Structured, Ack, []));
        negotiation.TakeOutput();

        var error = Assert.Throws<DiskImageException>(() => Feed(negotiation, WireBytes.OptionReply(option, reply, "because\u0007"u8.ToArray())));

        Assert.Equal(id, error.ErrorId);
        Assert.Contains("because", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\u0007", error.Message, StringComparison.Ordinal);
        AssertBytes(WireBytes.Option(2, []), negotiation.TakeOutput());
    }

    [Fact]
    public void Failed_contexts_are_as_if_the_server_had_none()
    {
        NbdClientNegotiation negotiation = Greeted(contexts: "base:allocation");
        Feed(negotiation, WireBytes.OptionReply(Structured, Ack, []));
        Feed(negotiation, WireBytes.OptionReply(SetContext, Context, new WireBytes().U32(1).Text("base:allocation")));
        Feed(negotiation, WireBytes.OptionReply(SetContext, Unsupported, []));

        Assert.Empty(negotiation.Contexts);
        AssertBytes(WireBytes.Option(Go, WireBytes.Named("disk").U16(1).U16(3)), negotiation.TakeOutput()[^28..]);
    }

    public static TheoryData<string, byte[]> Greetings => new()
    {
        { "no NBD server", new WireBytes().Text("SSH-2.0-OpenSSH_9.2").U16(0).Raw(new byte[8]) },
        { "older", new WireBytes().Text("NBDMAGIC").U64(0x420281861253).U16(0) },
        { "older", WireBytes.Greeting(0) },
        { "cannot be read", new WireBytes().Text("NBDMAGICNBDMAGIC").U16(3) },
    };

    [Theory]
    [MemberData(nameof(Greetings))]
    public void Greeting_of_something_else_is_refused(string reason, byte[] greeting)
    {
        var negotiation = new NbdClientNegotiation(Address, []);
        AssertViolation(reason, () => negotiation.Feed(greeting.AsSpan(0, 18)));
    }

    public static TheoryData<string, byte[]> AnswersToStructured => new()
    {
        { "magic", new WireBytes().U64(1).U32(Structured).U32(Ack).U32(0) },
        { "was asked 8", WireBytes.OptionReply(Go, Ack, []) },
        { "65537 bytes", new WireBytes().U64(0x3E889045565A9).U32(Structured).U32(Ack).U32(65537) },
        { "carries data", WireBytes.OptionReply(Structured, Ack, new byte[1]) },
        { "no answer", WireBytes.OptionReply(Structured, Info, new byte[12]) },
        { "no answer", WireBytes.OptionReply(Structured, 2, []) },
        { "no answer", WireBytes.OptionReply(Structured, 77, []) },
    };

    [Theory]
    [MemberData(nameof(AnswersToStructured))]
    public void Answer_out_of_step_is_refused(string reason, byte[] answer)
    {
        NbdClientNegotiation negotiation = Greeted();
        AssertViolation(reason, () => Feed(negotiation, answer));
    }

    public static TheoryData<string, byte[]> ExportInfos => new()
    {
        { "without telling its size", [] },
        { "cannot be read", WireBytes.OptionReply(Go, Info, [1]) },
        { "size of the export", WireBytes.OptionReply(Go, Info, new WireBytes().U16(0).U64(1)) },
        { "told twice", new WireBytes().Raw(Size(1, 1)).Raw(Size(1, 1)) },
        { "HAS_FLAGS", Size(1, 2) },
        { "size of 9223372036854775808", Size(1UL << 63, 1) },
        { "block sizes", new WireBytes().Raw(Size(1, 1)).Raw(WireBytes.OptionReply(Go, Info, new WireBytes().U16(3).U32(1))) },
        { "contradict", new WireBytes().Raw(Size(1, 1)).Raw(Blocks(0, 4096, 1 << 20)) },
        { "contradict", new WireBytes().Raw(Size(1, 1)).Raw(Blocks(3, 4096, 1 << 20)) },
        { "contradict", new WireBytes().Raw(Size(1, 1)).Raw(Blocks(131072, 131072, 1 << 20)) },
        { "contradict", new WireBytes().Raw(Size(1, 1)).Raw(Blocks(4096, 512, 1 << 20)) },
        { "contradict", new WireBytes().Raw(Size(1, 1)).Raw(Blocks(4096, 4096, 0)) },
        { "contradict", new WireBytes().Raw(Size(1, 1)).Raw(Blocks(4096, 4096, 4097)) },
        { "no answer", WireBytes.OptionReply(Go, Context, new byte[8]) },
    };

    [Theory]
    [MemberData(nameof(ExportInfos))]
    public void Export_that_is_described_wrongly_is_not_opened(string reason, byte[] infos)
    {
        NbdClientNegotiation negotiation = Greeted();
        Feed(negotiation, WireBytes.OptionReply(Structured, Ack, []));
        AssertViolation(reason, () => Feed(negotiation, new WireBytes().Raw(infos).Raw(WireBytes.OptionReply(Go, Ack, []))));
    }

    [Fact]
    public void Context_that_comes_twice_or_under_a_used_id_is_refused()
    {
        foreach ((uint id, string name) in new[] { (2u, "base:allocation"), (1u, "qemu:x") })
        {
            var negotiation = new NbdClientNegotiation(Address, ["base:allocation", "qemu:x"]);
            Feed(negotiation, WireBytes.Greeting());
            Feed(negotiation, WireBytes.OptionReply(Structured, Ack, []));
            Feed(negotiation, WireBytes.OptionReply(SetContext, Context, new WireBytes().U32(1).Text("base:allocation")));
            AssertViolation("twice", () => Feed(negotiation, WireBytes.OptionReply(SetContext, Context, new WireBytes().U32(id).Text(name))));
        }
    }

    private static byte[] Size(ulong length, ushort flags) => WireBytes.OptionReply(Go, Info, new WireBytes().U16(0).U64(length).U16(flags));

    private static byte[] Blocks(uint minimum, uint preferred, uint payload) =>
        WireBytes.OptionReply(Go, Info, new WireBytes().U16(3).U32(minimum).U32(preferred).U32(payload));

    private static NbdClientNegotiation Greeted(ushort flags = 3, params string[] contexts)
    {
        var negotiation = new NbdClientNegotiation(Address, contexts);
        Feed(negotiation, WireBytes.Greeting(flags));
        return negotiation;
    }

    /// <summary>All of the bytes, in the pieces that are asked for.</summary>
    private static NbdClientStep Feed(NbdClientNegotiation negotiation, byte[] bytes)
    {
        var step = NbdClientStep.Continue;
        int position = 0;
        do
        {
            int count = negotiation.Needed;
            step = negotiation.Feed(bytes.AsSpan(position, count));
            position += count;
        }
        while (position < bytes.Length || (negotiation.Needed == 0 && step == NbdClientStep.Continue));
        return step;
    }

    private static void AssertBytes(byte[] expected, byte[] actual) => Assert.Equal(expected, actual);

    private static void AssertViolation(string reason, Action action)
    {
        var error = Assert.Throws<DiskImageException>(action);
        Assert.Equal(NbdErrorIds.NbdProtocolViolation, error.ErrorId);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
