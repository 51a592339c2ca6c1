using System.Buffers;
using System.Buffers.Binary;
using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>
/// The client's side of the fixed newstyle negotiation, on bytes alone: it says how many bytes it needs, is given them, and
/// has something to send. Its way: TLS where wanted, structured replies, contexts, then NBD_OPT_GO; a server that knows only
/// NBD_OPT_EXPORT_NAME is opened that way, and one without structured replies is read without contexts.
/// </summary>
internal sealed class NbdClientNegotiation(NbdAddress address, IReadOnlyList<string> contexts)
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Dictionary<uint, string> _contexts = [];
    private State _state = State.Greeting;
    private NbdHandshakeFlags _flags;
    private NbdOption _option;
    private NbdOptionReply _reply;
    private ulong? _length;
    private NbdExportFlags _exportFlags;
    private (uint Minimum, uint Preferred, uint Payload)? _blocks;

    private enum State
    {
        Greeting,
        ReplyHeader,
        ReplyData,
        ExportNameAnswer,
    }

    /// <summary>Bytes to receive before the next <see cref="Feed"/>; may be zero.</summary>
    public int Needed { get; private set; } = NbdLimits.GreetingSize;

    public bool StructuredReplies { get; private set; }

    /// <summary>Ids of the contexts that the server has, of those that were asked for.</summary>
    public IReadOnlyDictionary<uint, string> Contexts => _contexts;

    /// <summary>There when the negotiation is done.</summary>
    public NbdExportInfo? Export { get; private set; }

    /// <summary>What is to be sent now.</summary>
    public byte[] TakeOutput()
    {
        byte[] output = _output.WrittenSpan.ToArray();
        _output.ResetWrittenCount();
        return output;
    }

    /// <exception cref="DiskImageException">The server does not keep to the protocol, or refuses.</exception>
    public NbdClientStep Feed(ReadOnlySpan<byte> input)
    {
        if (input.Length != Needed) throw new ArgumentException($"{Needed} bytes are needed.", nameof(input));
        return _state switch
        {
            State.Greeting => Greet(input),
            State.ReplyHeader => ReadHeader(input),
            State.ReplyData => ReadReply(input),
            _ => ReadExportName(input),
        };
    }

    /// <summary>The connection is encrypted; nothing that was agreed on before counts.</summary>
    public void TlsStarted() => Ask(NbdOption.StructuredReply, []);

    private NbdClientStep Greet(ReadOnlySpan<byte> input)
    {
        if (BinaryPrimitives.ReadUInt64BigEndian(input) != NbdMagic.Greeting) throw Violation("What answers there is no NBD server.");
        ulong magic = BinaryPrimitives.ReadUInt64BigEndian(input[8..]);
        _flags = (NbdHandshakeFlags)BinaryPrimitives.ReadUInt16BigEndian(input[16..]);
        if (magic == NbdMagic.Oldstyle || (magic == NbdMagic.Option && !_flags.HasFlag(NbdHandshakeFlags.FixedNewstyle)))
        {
            throw Violation("The server speaks an older negotiation than fixed newstyle.");
        }

        if (magic != NbdMagic.Option) throw Violation("The greeting of the server cannot be read.");
        _flags &= NbdHandshakeFlags.FixedNewstyle | NbdHandshakeFlags.NoZeroes;
        _output.WriteUInt32((uint)_flags);
        Ask(address.Tls ? NbdOption.StartTls : NbdOption.StructuredReply, []);
        return NbdClientStep.Continue;
    }

    private NbdClientStep ReadHeader(ReadOnlySpan<byte> input)
    {
        if (BinaryPrimitives.ReadUInt64BigEndian(input) != NbdMagic.OptionReply) throw Violation("An answer of the negotiation has a wrong magic number.");
        uint option = BinaryPrimitives.ReadUInt32BigEndian(input[8..]);
        _reply = (NbdOptionReply)BinaryPrimitives.ReadUInt32BigEndian(input[12..]);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(input[16..]);
        if (option != (uint)_option) throw Violation($"The server answers option {option}, and was asked {(uint)_option}.");
        if (length > NbdLimits.MaxOptionData) throw Violation($"The server announces an answer of {length} bytes to option {option}.");
        Need(State.ReplyData, (int)length);
        return NbdClientStep.Continue;
    }

    private NbdClientStep ReadReply(ReadOnlySpan<byte> data)
    {
        Need(State.ReplyHeader, NbdLimits.OptionReplyHeaderSize);
        bool isError = ((uint)_reply & 0x8000_0000) != 0;
        if (!isError && _reply is not (NbdOptionReply.Info or NbdOptionReply.MetaContext or NbdOptionReply.Ack))
        {
            throw Violation($"The server answers option {(uint)_option} with {(uint)_reply}, which is no answer to it.");
        }

        if (_reply == NbdOptionReply.Ack && data.Length != 0) throw Violation("An acknowledgement carries data.");
        switch (_option)
        {
            case NbdOption.StartTls:
                if (isError) throw TlsNotOffered(data);
                if (_reply != NbdOptionReply.Ack) break;
                Need(State.ReplyHeader, NbdLimits.OptionReplyHeaderSize);
                return NbdClientStep.StartTls;
            case NbdOption.StructuredReply:
                if (_reply == NbdOptionReply.TlsRequired) throw TlsRequired(data);
                if (!isError && _reply != NbdOptionReply.Ack) break;
                StructuredReplies = !isError;
                if (StructuredReplies && contexts.Count > 0) Ask(NbdOption.SetMetaContext, ContextQuery());
                else Ask(NbdOption.Go, GoData());
                return NbdClientStep.Continue;
            case NbdOption.SetMetaContext:
                if (_reply == NbdOptionReply.MetaContext)
                {
                    AddContext(data);
                    return NbdClientStep.Continue;
                }

                if (!isError && _reply != NbdOptionReply.Ack) break;
                // An error takes back what was answered before it; that the export is not there is said by the next option.
                if (isError) _contexts.Clear();
                Ask(NbdOption.Go, GoData());
                return NbdClientStep.Continue;
            default:
                return ReadGo(isError, data);
        }

        throw Violation($"The server answers option {(uint)_option} with {(uint)_reply}, which is no answer to it.");
    }

    private NbdClientStep ReadGo(bool isError, ReadOnlySpan<byte> data)
    {
        switch (_reply)
        {
            case NbdOptionReply.Info:
                AddInfo(data);
                return NbdClientStep.Continue;
            case NbdOptionReply.Ack:
                Finish();
                return NbdClientStep.Done;
            case NbdOptionReply.Unsupported:
                _output.WriteOption(NbdOption.ExportName, NbdText.Write(address.ExportName));
                Need(State.ExportNameAnswer, 10 + (_flags.HasFlag(NbdHandshakeFlags.NoZeroes) ? 0 : NbdLimits.ExportNamePadding));
                return NbdClientStep.Continue;
            case NbdOptionReply.Unknown:
                throw Refused(NbdErrorIds.NbdExportNotFound, $"The server has no export \"{address.ExportName}\"", data, "a name that nbdinfo --list shows");
            case NbdOptionReply.TlsRequired:
                throw TlsRequired(data);
            default:
                if (!isError) throw Violation("A context is no answer to NBD_OPT_GO.");
                throw Refused(NbdErrorIds.NbdServerRefused, $"The server refuses the export (NBD_REP_ERR {(uint)_reply & 0x7FFF_FFFF})", data, null);
        }
    }

    private NbdClientStep ReadExportName(ReadOnlySpan<byte> input)
    {
        SetExport(input);
        Finish();
        return NbdClientStep.Done;
    }

    private void AddContext(ReadOnlySpan<byte> data)
    {
        if (data.Length < sizeof(uint)) throw Violation("A metadata context cannot be read.");
        string name = NbdText.Read(data[sizeof(uint)..]) ?? throw Violation("The name of a metadata context cannot be read.");
        if (!contexts.Contains(name)) return;
        if (_contexts.ContainsValue(name) || !_contexts.TryAdd(BinaryPrimitives.ReadUInt32BigEndian(data), name))
        {
            throw Violation($"The metadata context \"{name}\", or its id, appears twice.");
        }
    }

    private void AddInfo(ReadOnlySpan<byte> data)
    {
        if (data.Length < sizeof(ushort)) throw Violation("A piece of information on the export cannot be read.");
        switch ((NbdInfoType)BinaryPrimitives.ReadUInt16BigEndian(data))
        {
            case NbdInfoType.Export:
                if (data.Length != 12 || _length is not null) throw Violation("The size of the export cannot be read, or is told twice.");
                SetExport(data[2..]);
                break;
            case NbdInfoType.BlockSize:
                if (data.Length != 14) throw Violation("The block sizes of the export cannot be read.");
                uint minimum = BinaryPrimitives.ReadUInt32BigEndian(data[2..]), preferred = BinaryPrimitives.ReadUInt32BigEndian(data[6..]);
                _blocks = (minimum, preferred, BinaryPrimitives.ReadUInt32BigEndian(data[10..]));
                break;
        }
    }

    private void SetExport(ReadOnlySpan<byte> data)
    {
        _length = BinaryPrimitives.ReadUInt64BigEndian(data);
        _exportFlags = (NbdExportFlags)BinaryPrimitives.ReadUInt16BigEndian(data[8..]);
    }

    private void Finish()
    {
        if (_length is not { } length) throw Violation("The server opened the export without telling its size.");
        if (length > long.MaxValue) throw Violation($"The server tells a size of {length} bytes.");
        if (!_exportFlags.HasFlag(NbdExportFlags.HasFlags)) throw Violation("The flags of the export lack NBD_FLAG_HAS_FLAGS.");
        Export = new NbdExportInfo { Length = (long)length, Flags = _exportFlags };
        if (_blocks is not { } blocks) return;

        // doc/proto.md, "Size constraints": the minimum is a power of two up to 64 KiB, the preferred size no less, the
        // payload no less than that and a multiple of the minimum unless it is unlimited.
        bool sane = uint.IsPow2(blocks.Minimum) && blocks.Minimum <= 64 * 1024
            && uint.IsPow2(blocks.Preferred) && blocks.Preferred >= blocks.Minimum && blocks.Preferred <= NbdLimits.MaxPayload
            && blocks.Payload >= blocks.Minimum && (blocks.Payload == uint.MaxValue || blocks.Payload % blocks.Minimum == 0);
        if (!sane) throw Violation($"The block sizes of the export ({blocks.Minimum}, {blocks.Preferred}, {blocks.Payload}) contradict the protocol.");
        Export = Export with
        {
            MinimumBlock = (int)blocks.Minimum,
            PreferredBlock = (int)blocks.Preferred,
            MaximumPayload = (int)Math.Min(blocks.Payload, NbdLimits.MaxPayload),
        };
    }

    private byte[] ContextQuery()
    {
        var data = new ArrayBufferWriter<byte>();
        data.WriteText(address.ExportName);
        data.WriteUInt32((uint)contexts.Count);
        foreach (string context in contexts) data.WriteText(context);
        return data.WrittenSpan.ToArray();
    }

    private byte[] GoData()
    {
        var data = new ArrayBufferWriter<byte>();
        data.WriteText(address.ExportName);
        data.WriteUInt16(1);
        data.WriteUInt16((ushort)NbdInfoType.BlockSize);
        return data.WrittenSpan.ToArray();
    }

    private void Ask(NbdOption option, ReadOnlySpan<byte> data)
    {
        _option = option;
        _output.WriteOption(option, data);
        Need(State.ReplyHeader, NbdLimits.OptionReplyHeaderSize);
    }

    private void Need(State state, int count)
    {
        _state = state;
        Needed = count;
    }

    private DiskImageException TlsNotOffered(ReadOnlySpan<byte> text) =>
        Refused(NbdErrorIds.NbdTlsNotOffered, "The server does not offer TLS", text, "a server with TLS, or nbd:// where nobody else can reach it");

    private DiskImageException TlsRequired(ReadOnlySpan<byte> text) =>
        Refused(NbdErrorIds.NbdTlsRequired, "The server demands TLS", text, "the scheme nbds or nbds+unix");

    private DiskImageException Refused(string id, string found, ReadOnlySpan<byte> text, string? needed)
    {
        // Servers log a client that just goes away as a failure.
        _output.WriteOption(NbdOption.Abort, []);
        string said = NbdText.ForPeople(text);
        return new DiskImageException(id, address.ToString(), null, said is "" ? found + "." : $"{found}: {said}", needed);
    }

    private DiskImageException Violation(string found) => NbdErrors.Protocol(address, found);
}
