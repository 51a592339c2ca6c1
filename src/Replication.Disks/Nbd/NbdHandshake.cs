using System.Buffers.Binary;
using System.Text;
using Replication.Core.Disks;

namespace Replication.Disks.Nbd;

/// <summary>
/// The fixed newstyle negotiation: the client asks options until one of them names the export to be read. Options that are
/// not offered (TLS, structured replies, metadata contexts) are answered as unsupported, which every client copes with.
/// </summary>
internal sealed class NbdHandshake(NbdWire wire, IReadOnlyDictionary<string, IDiskView> exports)
{
    /// <summary>Longest option data: a name of 4096 bytes and the list of wanted information.</summary>
    private const int MaxOptionBytes = 8192;

    private const uint PreferredBlock = 4096;

    /// <summary>Null when the client went away, asked for nothing that is there or does not speak the protocol.</summary>
    public async ValueTask<IDiskView?> NegotiateAsync(CancellationToken cancellationToken)
    {
        var greeting = new byte[18];
        BinaryPrimitives.WriteUInt64BigEndian(greeting, NbdProtocol.Greeting);
        BinaryPrimitives.WriteUInt64BigEndian(greeting.AsSpan(8), NbdProtocol.OptionMagic);
        BinaryPrimitives.WriteUInt16BigEndian(greeting.AsSpan(16), NbdProtocol.FixedNewstyle | NbdProtocol.NoZeroes);
        await wire.WriteAsync(greeting, cancellationToken);
        uint clientFlags = BinaryPrimitives.ReadUInt32BigEndian(await wire.ReadAsync(4, cancellationToken));
        while (true)
        {
            var header = await wire.ReadAsync(16, cancellationToken);
            uint option = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8));
            uint length = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(12));
            if (BinaryPrimitives.ReadUInt64BigEndian(header) != NbdProtocol.OptionMagic || length > MaxOptionBytes) return null;
            var data = await wire.ReadAsync((int)length, cancellationToken);
            switch (option)
            {
                case NbdProtocol.OptionExportName:
                    if (!exports.TryGetValue(Encoding.UTF8.GetString(data), out var named)) return null;
                    await wire.WriteAsync(ExportAnswer(named, clientFlags), cancellationToken);
                    return named;
                case NbdProtocol.OptionAbort:
                    await wire.ReplyToOptionAsync(option, NbdProtocol.ReplyAck, default, cancellationToken);
                    return null;
                case NbdProtocol.OptionList:
                    await ListAsync(cancellationToken);
                    break;
                case NbdProtocol.OptionInfo or NbdProtocol.OptionGo:
                    if (await InformAsync(option, data, cancellationToken) is { } export && option == NbdProtocol.OptionGo) return export;
                    break;
                default:
                    await wire.ReplyToOptionAsync(option, NbdProtocol.ErrorUnsupported, default, cancellationToken);
                    break;
            }
        }
    }

    private static byte[] ExportAnswer(IDiskView export, uint clientFlags)
    {
        // A client that does not know of NoZeroes gets the 124 bytes that the protocol once reserved.
        var answer = new byte[(clientFlags & NbdProtocol.NoZeroes) != 0 ? 10 : 134];
        BinaryPrimitives.WriteUInt64BigEndian(answer, (ulong)export.Length);
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(8), NbdProtocol.TransmissionFlags);
        return answer;
    }

    private async ValueTask ListAsync(CancellationToken cancellationToken)
    {
        foreach (string name in exports.Keys)
        {
            byte[] text = Encoding.UTF8.GetBytes(name);
            var data = new byte[4 + text.Length];
            BinaryPrimitives.WriteUInt32BigEndian(data, (uint)text.Length);
            text.CopyTo(data, 4);
            await wire.ReplyToOptionAsync(NbdProtocol.OptionList, NbdProtocol.ReplyServer, data, cancellationToken);
        }

        await wire.ReplyToOptionAsync(NbdProtocol.OptionList, NbdProtocol.ReplyAck, default, cancellationToken);
    }

    private async ValueTask<IDiskView?> InformAsync(uint option, byte[] data, CancellationToken cancellationToken)
    {
        uint nameLength = data.Length >= 6 ? BinaryPrimitives.ReadUInt32BigEndian(data) : uint.MaxValue;
        if (nameLength > data.Length - 6)
        {
            await wire.ReplyToOptionAsync(option, NbdProtocol.ErrorInvalid, default, cancellationToken);
            return null;
        }

        if (!exports.TryGetValue(Encoding.UTF8.GetString(data, 4, (int)nameLength), out var export))
        {
            await wire.ReplyToOptionAsync(option, NbdProtocol.ErrorUnknown, default, cancellationToken);
            return null;
        }

        var info = new byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(info, NbdProtocol.InfoExport);
        BinaryPrimitives.WriteUInt64BigEndian(info.AsSpan(2), (ulong)export.Length);
        BinaryPrimitives.WriteUInt16BigEndian(info.AsSpan(10), NbdProtocol.TransmissionFlags);
        await wire.ReplyToOptionAsync(option, NbdProtocol.ReplyInfo, info, cancellationToken);

        var sizes = new byte[14];
        BinaryPrimitives.WriteUInt16BigEndian(sizes, NbdProtocol.InfoBlockSize);
        BinaryPrimitives.WriteUInt32BigEndian(sizes.AsSpan(2), 1);
        BinaryPrimitives.WriteUInt32BigEndian(sizes.AsSpan(6), PreferredBlock);
        BinaryPrimitives.WriteUInt32BigEndian(sizes.AsSpan(10), NbdProtocol.MaxPayload);
        await wire.ReplyToOptionAsync(option, NbdProtocol.ReplyInfo, sizes, cancellationToken);
        await wire.ReplyToOptionAsync(option, NbdProtocol.ReplyAck, default, cancellationToken);
        return export;
    }
}
