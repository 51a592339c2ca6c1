using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Replication.Agent.Tests.Monitoring;

/// <summary>A mail server on loopback for one conversation, which it writes down.</summary>
internal sealed class MailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string? _refusing;
    private readonly Task<string> _conversation;

    /// <param name="refusing">Command that it refuses; null for none.</param>
    public MailServer(string? refusing = null)
    {
        _refusing = refusing;
        _listener.Start();
        _conversation = TalkAsync();
    }

    public string Url => $"smtp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Everything the client said, when it has said it all.</summary>
    public Task<string> ConversationAsync() => _conversation.WaitAsync(TimeSpan.FromMinutes(1));

    public void Dispose() => _listener.Dispose();

    private async Task<string> TalkAsync()
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync();
        var said = new StringBuilder();
        // Latin-1 keeps every byte as a character, so a byte that is not ASCII shows.
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("220 test");
        bool data = false;
        while (await reader.ReadLineAsync() is { } line)
        {
            said.Append(line).Append("\r\n");
            if (data && line != ".") continue;
            if (_refusing is not null && line.StartsWith(_refusing, StringComparison.Ordinal)) await writer.WriteLineAsync("550 no such user");
            else if (line.StartsWith("EHLO", StringComparison.Ordinal)) await writer.WriteAsync("250-test\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n");
            else if (line.StartsWith("AUTH", StringComparison.Ordinal)) await writer.WriteLineAsync("235 yes");
            else if (line == "DATA") await writer.WriteLineAsync("354 go on");
            else if (line == "QUIT") await writer.WriteLineAsync("221 bye");
            else await writer.WriteLineAsync("250 ok");
            data = line == "DATA" || (data && line != ".");
        }

        return said.ToString();
    }
}
