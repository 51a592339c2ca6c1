using System.Buffers;
using System.Buffers.Binary;

namespace Replication.Disks.Nbd;

/// <summary>
/// The server's side of the fixed newstyle negotiation, on bytes alone: it says how many bytes it needs, is given them, and
/// has something to send. Every refusal of an option has a text. Where TLS is required nothing but TLS is talked about before it.
/// </summary>
internal sealed class NbdServerNegotiation
{
    private readonly INbdExports _exports;
    private readonly bool _tlsOffered;
    private readonly bool _tlsRequired;
    private readonly ArrayBufferWriter<byte> _output = new();
    private NbdHandshakeFlags _clientFlags;
    private State _state = State.ClientFlags;
    private uint _option;
    private bool _encrypted;

    /// <summary>The export that the contexts were chosen for.</summary>
    private string? _contextExport;

    public NbdServerNegotiation(INbdExports exports, bool tlsOffered, bool tlsRequired)
    {
        _exports = exports;
        _tlsOffered = tlsOffered;
        _tlsRequired = tlsRequired;
        _output.WriteUInt64(NbdMagic.Greeting);
        _output.WriteUInt64(NbdMagic.Option);
        _output.WriteUInt16((ushort)(NbdHandshakeFlags.FixedNewstyle | NbdHandshakeFlags.NoZeroes));
    }

    private enum State
    {
        ClientFlags,
        OptionHeader,
        OptionData,
    }

    /// <summary>Bytes to receive before the next <see cref="Feed"/>; may be zero.</summary>
    public int Needed { get; private set; } = sizeof(uint);

    public bool StructuredReplies { get; private set; }

    /// <summary>There after <see cref="NbdServerStep.Transmission"/>, and entered: the connection leaves it.</summary>
    public NbdExport? Export { get; private set; }

    public string ExportName { get; private set; } = "";

    /// <summary>What the client wants to be told about ranges.</summary>
    public IReadOnlyList<NbdContext> Contexts { get; private set; } = [];

    public byte[] TakeOutput()
    {
        byte[] output = _output.WrittenSpan.ToArray();
        _output.ResetWrittenCount();
        return output;
    }

    /// <summary>The connection is encrypted; nothing that was agreed on before counts.</summary>
    public void TlsStarted()
    {
        _encrypted = true;
        StructuredReplies = false;
        Contexts = [];
        _contextExport = null;
    }

    public NbdServerStep Feed(ReadOnlySpan<byte> input)
    {
        if (input.Length != Needed) throw new ArgumentException($"{Needed} bytes are needed.", nameof(input));
        switch (_state)
        {
            case State.ClientFlags:
                _clientFlags = (NbdHandshakeFlags)BinaryPrimitives.ReadUInt32BigEndian(input);
                Need(State.OptionHeader, NbdLimits.OptionHeaderSize);
                return BinaryPrimitives.ReadUInt32BigEndian(input) <= (uint)(NbdHandshakeFlags.FixedNewstyle | NbdHandshakeFlags.NoZeroes)
                    ? NbdServerStep.Continue
                    : NbdServerStep.Close;
            case State.OptionHeader:
                return ReadHeader(input);
            default:
                Need(State.OptionHeader, NbdLimits.OptionHeaderSize);
                return Answer((NbdOption)_option, input);
        }
    }

    private NbdServerStep ReadHeader(ReadOnlySpan<byte> input)
    {
        if (BinaryPrimitives.ReadUInt64BigEndian(input) != NbdMagic.Option) return NbdServerStep.Close;
        _option = BinaryPrimitives.ReadUInt32BigEndian(input[8..]);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(input[12..]);
        if (length > NbdLimits.MaxOptionData)
        {
            Refuse(NbdOptionReply.TooBig, $"An option has at most {NbdLimits.MaxOptionData} bytes, not {length}.");
            return NbdServerStep.Close;
        }

        Need(State.OptionData, (int)length);
        return NbdServerStep.Continue;
    }

    private NbdServerStep Answer(NbdOption option, ReadOnlySpan<byte> data)
    {
        if (_tlsRequired && !_encrypted && option is not (NbdOption.StartTls or NbdOption.Abort))
        {
            // NBD_OPT_EXPORT_NAME cannot be refused in any other way.
            if (option == NbdOption.ExportName) return NbdServerStep.Close;
            return Refuse(NbdOptionReply.TlsRequired, "This server wants TLS first.");
        }

        switch (option)
        {
            case NbdOption.ExportName:
                return OpenByName(data);
            case NbdOption.Abort:
                Reply(NbdOptionReply.Ack, []);
                return NbdServerStep.Close;
            case NbdOption.List:
                return data.IsEmpty ? List() : Refuse(NbdOptionReply.Invalid, "NBD_OPT_LIST has no data.");
            case NbdOption.StartTls:
                return StartTls(data);
            case NbdOption.Info or NbdOption.Go:
                return Inform(option, data);
            case NbdOption.StructuredReply:
                if (!data.IsEmpty) return Refuse(NbdOptionReply.Invalid, "NBD_OPT_STRUCTURED_REPLY has no data.");
                if (StructuredReplies) return Refuse(NbdOptionReply.Invalid, "Structured replies are agreed on already.");
                StructuredReplies = true;
                return Reply(NbdOptionReply.Ack, []);
            case NbdOption.ListMetaContext or NbdOption.SetMetaContext:
                return ChooseContexts(option == NbdOption.SetMetaContext, data);
            default:
                return Refuse(NbdOptionReply.Unsupported, $"This server has no option {_option}.");
        }
    }

    private NbdServerStep StartTls(ReadOnlySpan<byte> data)
    {
        if (!data.IsEmpty) return Refuse(NbdOptionReply.Invalid, "NBD_OPT_STARTTLS has no data.");
        if (_encrypted) return Refuse(NbdOptionReply.Invalid, "The connection is encrypted already.");
        if (!_tlsOffered) return Refuse(NbdOptionReply.Policy, "This server has no TLS.");
        Reply(NbdOptionReply.Ack, []);
        return NbdServerStep.StartTls;
    }

    private NbdServerStep OpenByName(ReadOnlySpan<byte> data)
    {
        if (NbdText.Read(data) is not { } name || _exports.Find(name) is not { } export || !TryOpen(name, export)) return NbdServerStep.Close;
        WriteSizeAndFlags(_output, export.Info);
        if (!_clientFlags.HasFlag(NbdHandshakeFlags.NoZeroes)) _output.Write(new byte[NbdLimits.ExportNamePadding]);
        return NbdServerStep.Transmission;
    }

    private NbdServerStep List()
    {
        foreach (string name in _exports.Names)
        {
            var data = new ArrayBufferWriter<byte>();
            data.WriteText(name);
            if (_exports.Find(name)?.Description is { } description) data.Write(NbdText.Write(description));
            Reply(NbdOptionReply.Server, data.WrittenSpan);
        }

        return Reply(NbdOptionReply.Ack, []);
    }

    private NbdServerStep Inform(NbdOption option, ReadOnlySpan<byte> data)
    {
        if (NbdText.ReadPrefixed(ref data) is not { } name || data.Length < sizeof(ushort)) return RefuseName();
        int count = BinaryPrimitives.ReadUInt16BigEndian(data);
        data = data[sizeof(ushort)..];
        if (data.Length != count * sizeof(ushort)) return Refuse(NbdOptionReply.Invalid, "The number of wanted facts does not fit the option's length.");
        var wanted = new HashSet<NbdInfoType>();
        for (; !data.IsEmpty; data = data[sizeof(ushort)..]) wanted.Add((NbdInfoType)BinaryPrimitives.ReadUInt16BigEndian(data));

        if (_exports.Find(name) is not { } export || (option == NbdOption.Go && !TryOpen(name, export)))
        {
            return Refuse(NbdOptionReply.Unknown, $"There is no export \"{name}\".");
        }

        WriteInfo(NbdInfoType.Export, info => WriteSizeAndFlags(info, export.Info));
        WriteInfo(NbdInfoType.BlockSize, info =>
        {
            info.WriteUInt32((uint)export.Info.MinimumBlock);
            info.WriteUInt32((uint)export.Info.PreferredBlock);
            info.WriteUInt32((uint)export.Info.MaximumPayload);
        });
        if (wanted.Contains(NbdInfoType.Name)) WriteInfo(NbdInfoType.Name, info => info.Write(NbdText.Write(name)));
        if (wanted.Contains(NbdInfoType.Description) && export.Description is { } description)
        {
            WriteInfo(NbdInfoType.Description, info => info.Write(NbdText.Write(description)));
        }

        Reply(NbdOptionReply.Ack, []);
        return option == NbdOption.Go ? NbdServerStep.Transmission : NbdServerStep.Continue;
    }

    private NbdServerStep ChooseContexts(bool set, ReadOnlySpan<byte> data)
    {
        // What was chosen before is replaced even by an option that fails.
        if (set) (_contextExport, Contexts) = (null, []);
        if (!StructuredReplies) return Refuse(NbdOptionReply.Invalid, "Metadata contexts want structured replies first.");
        if (NbdText.ReadPrefixed(ref data) is not { } name || data.Length < sizeof(uint)) return RefuseName();
        uint count = BinaryPrimitives.ReadUInt32BigEndian(data);
        data = data[sizeof(uint)..];
        var queries = new List<string>();
        for (; count > 0; count--)
        {
            if (NbdText.ReadPrefixed(ref data) is not { } query) return Refuse(NbdOptionReply.Invalid, "A query of a context cannot be read.");
            if (!query.Contains(':', StringComparison.Ordinal)) return Refuse(NbdOptionReply.Invalid, "A query of a context has a namespace and a colon.");
            queries.Add(query);
        }

        if (!data.IsEmpty) return Refuse(NbdOptionReply.Invalid, "There is something behind the last query.");
        if (_exports.Find(name) is not { } export) return Refuse(NbdOptionReply.Unknown, $"There is no export \"{name}\".");
        NbdContext[] found = [.. export.Contexts.Where(context => queries.Any(query => IsMeant(context, query, set)) || (queries.Count == 0 && !set))];
        if (set) (_contextExport, Contexts) = (name, found);
        foreach (NbdContext context in found)
        {
            var text = new ArrayBufferWriter<byte>();
            text.WriteUInt32(set ? context.Id : 0);
            text.Write(NbdText.Write(context.Name));
            Reply(NbdOptionReply.MetaContext, text.WrittenSpan);
        }

        return Reply(NbdOptionReply.Ack, []);
    }

    /// <summary>One that is chosen is named in full; in a list what ends with a colon stands for all that begin so.</summary>
    private static bool IsMeant(NbdContext context, string query, bool set) =>
        context.Name == query || (!set && query.EndsWith(':') && context.Name.StartsWith(query, StringComparison.Ordinal));

    private bool TryOpen(string name, NbdExport export)
    {
        if (!export.TryEnter()) return false;
        (Export, ExportName) = (export, name);
        if (_contextExport != name) Contexts = [];
        return true;
    }

    private void WriteSizeAndFlags(IBufferWriter<byte> output, NbdExportInfo info)
    {
        output.WriteUInt64((ulong)info.Length);
        output.WriteUInt16((ushort)(info.Flags | (StructuredReplies ? NbdExportFlags.SendDontFragment : NbdExportFlags.None)));
    }

    private void WriteInfo(NbdInfoType type, Action<IBufferWriter<byte>> write)
    {
        var data = new ArrayBufferWriter<byte>();
        data.WriteUInt16((ushort)type);
        write(data);
        Reply(NbdOptionReply.Info, data.WrittenSpan);
    }

    private NbdServerStep RefuseName() => Refuse(NbdOptionReply.Invalid, "The export's name cannot be read.");

    private NbdServerStep Refuse(NbdOptionReply reply, string text) => Reply(reply, NbdText.Write(text));

    private NbdServerStep Reply(NbdOptionReply reply, ReadOnlySpan<byte> data)
    {
        _output.WriteOptionReply(_option, reply, data);
        return NbdServerStep.Continue;
    }

    private void Need(State state, int count)
    {
        _state = state;
        Needed = count;
    }
}
