using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Replication.Agent.Monitoring.Alerts;

/// <summary>
/// A conversation with a mail server (RFC 5321, 3207, 4954): TLS from the first byte with smtps, STARTTLS where the server offers it. A password
/// travels only encrypted, or within this machine.
/// </summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    private const int PlainPort = 25;
    private const int TlsPort = 465;

    /// <summary>Bytes of an answer; what is longer is no mail server.</summary>
    private const int MaximumAnswer = 16 << 10;

    private readonly TcpClient _client = new();
    private readonly Uri _server;
    private Stream _stream = Stream.Null;
    private HashSet<string> _offers = [];
    private bool _encrypted;

    private SmtpSession(Uri server) => _server = server;

    public static async Task<SmtpSession> ConnectAsync(Uri server, CancellationToken cancellationToken)
    {
        var session = new SmtpSession(server);
        try
        {
            await session.OpenAsync(cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public async Task AuthenticateAsync(string user, string password, CancellationToken cancellationToken)
    {
        if (!_encrypted && !_server.IsLoopback) throw new IOException($"{_server.Authority} offers no encryption; the password was not sent.");
        await CommandAsync("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}")), "235", "AUTH", cancellationToken);
    }

    /// <param name="from">Address of the sender.</param>
    /// <param name="to">Addresses of the receivers.</param>
    /// <param name="message">Headers and body in ASCII, lines ending in CR LF; none begins with a dot.</param>
    /// <param name="cancellationToken">Ends the conversation.</param>
    public async Task SendAsync(string from, IEnumerable<string> to, string message, CancellationToken cancellationToken)
    {
        await CommandAsync($"MAIL FROM:<{from}>", "250", "MAIL", cancellationToken);
        foreach (string address in to) await CommandAsync($"RCPT TO:<{address}>", "25", "RCPT", cancellationToken);
        await CommandAsync("DATA", "354", "DATA", cancellationToken);
        await CommandAsync(message + ".", "250", "message", cancellationToken);
        await CommandAsync("QUIT", "2", "QUIT", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        bool tls = _server.Scheme == "smtps";
        await _client.ConnectAsync(_server.Host, _server.IsDefaultPort || _server.Port < 0 ? tls ? TlsPort : PlainPort : _server.Port, cancellationToken);
        _stream = _client.GetStream();
        if (tls) await EncryptAsync(cancellationToken);
        await AnswerAsync("220", "greeting", cancellationToken);
        await HelloAsync(cancellationToken);
        if (tls || !_offers.Contains("STARTTLS")) return;
        await CommandAsync("STARTTLS", "220", "STARTTLS", cancellationToken);
        await EncryptAsync(cancellationToken);
        // What was offered before may have been somebody else's word.
        await HelloAsync(cancellationToken);
    }

    private async Task HelloAsync(CancellationToken cancellationToken)
    {
        string answer = await CommandAsync("EHLO [127.0.0.1]", "250", "EHLO", cancellationToken);
        _offers = [.. answer.Split("\r\n").Skip(1).Where(line => line.Length > 4).Select(line => line[4..].Split(' ')[0].ToUpperInvariant())];
    }

    private async Task EncryptAsync(CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(_stream);
        _stream = encrypted;
        await encrypted.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = _server.Host }, cancellationToken);
        _encrypted = true;
    }

    private async Task<string> CommandAsync(string command, string expected, string name, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancellationToken);
        return await AnswerAsync(expected, name, cancellationToken);
    }

    /// <summary>Reads an answer of one or more lines. The command itself is not told: it may be a password.</summary>
    private async Task<string> AnswerAsync(string expected, string name, CancellationToken cancellationToken)
    {
        var answer = new StringBuilder();
        byte[] one = new byte[1024];
        while (!IsWhole(answer.ToString()))
        {
            int read = await _stream.ReadAsync(one, cancellationToken);
            if (read == 0 || answer.Length > MaximumAnswer) throw new IOException($"{_server.Authority} ended the conversation at {name}.");
            answer.Append(Encoding.ASCII.GetString(one, 0, read));
        }

        string text = answer.ToString().TrimEnd();
        return text.Split("\r\n")[^1].StartsWith(expected, StringComparison.Ordinal) ? text : throw new IOException($"{_server.Authority} answered {name} with: {text}");
    }

    /// <summary>The last line of an answer has a space after its number.</summary>
    private static bool IsWhole(string answer) => answer.EndsWith("\r\n", StringComparison.Ordinal) && answer[..^2].Split("\r\n")[^1] is { Length: >= 3 } last && (last.Length == 3 || last[3] == ' ');
}
