using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>
/// One connection to one export. What the export cannot do is refused before anything is sent; an error of the connection itself ends it
/// for good, with every request that is under way (<see cref="NbdChannel"/>).
/// </summary>
public sealed class NbdConnection : IAsyncDisposable
{
    private readonly NbdChannel _channel;
    private readonly IReadOnlyDictionary<uint, string> _contexts;

    private NbdConnection(NbdAddress address, NbdClientTransport transport, NbdClientOptions options)
    {
        Address = address;
        Export = transport.Negotiation.Export!;
        _contexts = transport.Negotiation.Contexts;
        _channel = new NbdChannel(address, transport, options);
    }

    public NbdAddress Address { get; }

    public NbdExportInfo Export { get; }

    /// <summary>Those that were asked for and that the server has.</summary>
    public IEnumerable<string> Contexts => _contexts.Values;

    /// <exception cref="DiskImageException">The server cannot be reached, or it refuses, or it does not keep to the protocol.</exception>
    public static async Task<NbdConnection> OpenAsync(NbdAddress address, NbdClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new NbdClientOptions();
        string[] contexts = [.. options.Contexts.Prepend(NbdContexts.Allocation).Distinct()];
        return new NbdConnection(address, await NbdClientTransport.OpenAsync(address, contexts, options, cancellationToken), options);
    }

    /// <summary>Fills the buffer, in one request; at most <see cref="NbdExportInfo.MaximumPayload"/> bytes.</summary>
    public async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckRange(offset, buffer.Length, Export.MaximumPayload);
        if (buffer.Length == 0) return;
        await _channel.ExecuteAsync(NbdCommand.Read, NbdCommandFlags.None, offset, (uint)buffer.Length, buffer, default, cancellationToken);
    }

    /// <summary>Writes the data, in one request.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="data">At most <see cref="NbdExportInfo.MaximumPayload"/> bytes.</param>
    /// <param name="durable">Return only when it is on stable storage.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, bool durable = false, CancellationToken cancellationToken = default)
    {
        CheckWritable();
        CheckRange(offset, data.Length, Export.MaximumPayload);
        if (data.Length > 0) await _channel.ExecuteAsync(NbdCommand.Write, Durable(durable), offset, (uint)data.Length, default, data, cancellationToken);
    }

    /// <summary>The range reads as zeros afterwards; space may be given back.</summary>
    public async ValueTask WriteZeroesAsync(long offset, uint length, bool durable = false, CancellationToken cancellationToken = default)
    {
        CheckWritable();
        CheckOffered(NbdExportFlags.SendWriteZeroes, "writing zeroes");
        CheckRange(offset, length, uint.MaxValue);
        if (length > 0) await _channel.ExecuteAsync(NbdCommand.WriteZeroes, Durable(durable), offset, length, default, default, cancellationToken);
    }

    /// <summary>What is in the range is not needed any more, and may read as anything.</summary>
    public async ValueTask TrimAsync(long offset, uint length, CancellationToken cancellationToken = default)
    {
        CheckWritable();
        CheckOffered(NbdExportFlags.SendTrim, "trimming");
        CheckRange(offset, length, uint.MaxValue);
        if (length > 0) await _channel.ExecuteAsync(NbdCommand.Trim, NbdCommandFlags.None, offset, length, default, default, cancellationToken);
    }

    /// <summary>What was acknowledged on this connection is durable afterwards. Where the server offers no flush, it promises that anyway.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        if (!Export.Has(NbdExportFlags.SendFlush)) return;
        await _channel.ExecuteAsync(NbdCommand.Flush, NbdCommandFlags.None, 0, 0, default, default, cancellationToken);
    }

    /// <summary>
    /// What the contexts say about a range, by name: ascending, without gaps from <paramref name="offset"/> on, and possibly
    /// less than the whole range, but never nothing.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<NbdExtent>>> BlockStatusAsync(
        long offset, uint length, CancellationToken cancellationToken = default)
    {
        if (_contexts.Count == 0) throw NbdErrors.ContextNotFound(Address, NbdContexts.Allocation);
        CheckRange(offset, length, uint.MaxValue);
        ArgumentOutOfRangeException.ThrowIfZero(length);
        NbdPending pending = await _channel.ExecuteAsync(NbdCommand.BlockStatus, NbdCommandFlags.None, offset, length, default, default, cancellationToken);
        return pending.Extents.ToDictionary(
            pair => _contexts[pair.Key], IReadOnlyList<NbdExtent> (pair) => pair.Value, StringComparer.Ordinal);
    }

    /// <summary>Says good-bye; what is still under way fails.</summary>
    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    private NbdCommandFlags Durable(bool durable)
    {
        if (!durable) return NbdCommandFlags.None;
        CheckOffered(NbdExportFlags.SendFua, "durable writes (FUA)");
        return NbdCommandFlags.ForceUnitAccess;
    }

    private void CheckWritable()
    {
        if (Export.IsReadOnly) throw NbdErrors.ReadOnly(Address);
    }

    private void CheckOffered(NbdExportFlags flag, string what)
    {
        if (!Export.Has(flag)) throw NbdErrors.NotOffered(Address, what);
    }

    private void CheckRange(long offset, long length, long maximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Export.Length - offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, maximum);
        if (((offset | length) & (Export.MinimumBlock - 1)) != 0)
        {
            throw new DiskImageException(
                NbdErrorIds.NbdRequestUnaligned, Address.ToString(), offset, $"A request of {length} bytes is not aligned to the export's minimum block.",
                $"multiples of {Export.MinimumBlock} bytes");
        }
    }
}
