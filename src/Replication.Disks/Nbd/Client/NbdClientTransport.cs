using System.Net.Sockets;
using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>A socket on which an export is open: connected, encrypted where wanted, negotiated.</summary>
internal sealed class NbdClientTransport : IDisposable
{
    private readonly Socket _socket;

    private NbdClientTransport(Socket socket, Stream stream, NbdClientNegotiation negotiation)
    {
        _socket = socket;
        Stream = stream;
        Negotiation = negotiation;
    }

    public Stream Stream { get; }

    public NbdClientNegotiation Negotiation { get; }

    public static async Task<NbdClientTransport> OpenAsync(
        NbdAddress address, IReadOnlyList<string> contexts, NbdClientOptions options, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var socket = address.SocketPath is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            return await OpenAsync(socket, address, contexts, options, either.Token);
        }
        catch (Exception e)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (e is OperationCanceledException) throw NbdErrors.Timeout(address, "Connecting", options.ConnectTimeout);
            if (e is SocketException) throw NbdErrors.Unreachable(address, e);
            if (e is IOException) throw NbdErrors.Lost(address, e);
            throw;
        }
    }

    /// <summary>Ends what is being received or sent, with an error.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        Stream.Dispose();
    }

    private static async Task<NbdClientTransport> OpenAsync(
        Socket socket, NbdAddress address, IReadOnlyList<string> contexts, NbdClientOptions options, CancellationToken cancellationToken)
    {
        await socket.ConnectAsync(address.ToEndPoint(), cancellationToken);
        Stream stream = new NetworkStream(socket, ownsSocket: false);
        var negotiation = new NbdClientNegotiation(address, contexts);
        var step = NbdClientStep.Continue;
        while (step != NbdClientStep.Done)
        {
            if (step == NbdClientStep.StartTls)
            {
                stream = await NbdTls.ConnectAsync(stream, address, options, cancellationToken);
                negotiation.TlsStarted();
            }

            byte[] output = negotiation.TakeOutput();
            if (output.Length > 0) await stream.WriteAsync(output, cancellationToken);
            // Exactly what is needed: bytes behind an acknowledged STARTTLS would be somebody else's, not the server's.
            var input = new byte[negotiation.Needed];
            await stream.ReadExactlyAsync(input, cancellationToken);
            try
            {
                step = negotiation.Feed(input);
            }
            catch (DiskImageException)
            {
                await SayGoodbyeAsync(stream, negotiation.TakeOutput(), cancellationToken);
                throw;
            }
        }

        return new NbdClientTransport(socket, stream, negotiation);
    }

    private static async ValueTask SayGoodbyeAsync(Stream stream, byte[] output, CancellationToken cancellationToken)
    {
        try
        {
            if (output.Length > 0) await stream.WriteAsync(output, cancellationToken);
        }
        catch (IOException)
        {
            // The server has gone already; what it said before is what counts.
        }
    }
}
